import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The built page lies in designer/static/app and is served from the root. */
export default defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    outDir: "../static/app",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
