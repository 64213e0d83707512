/** Where the page begins. */

import "@mantine/core/styles.css";
import "@xyflow/react/dist/style.css";
import "./shell/tokens.css";
import "./shell/shell.css";
import "./home/home.css";
import "./canvas/palette.css";
import "./canvas/canvas.css";
import "./form/form.css";
import "./panels/panels.css";
import "./testcall/testcall.css";
import "./prompts/prompts.css";
import "./schedules/schedules.css";
import "./schedules/lists.css";
import "./schedules/week.css";
import "./schedules/year.css";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/App";
import { Guard } from "./shell/Guard";
import { theme } from "./shell/theme";
import { startWords } from "./words/words";

startWords();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Guard>
          <App />
        </Guard>
      </MantineProvider>
    </StrictMode>,
  );
}
