/** The look of the kit's controls: dense, calm, and readable in both languages. */

import { createTheme, type MantineColorsTuple } from "@mantine/core";

const blue: MantineColorsTuple = [
  "#eff5ff",
  "#dbe7fe",
  "#bdd3fd",
  "#9dbdfb",
  "#7ba4f9",
  "#5286f3",
  "#2563eb",
  "#1d4ed8",
  "#1a41b0",
  "#17368c",
];

/** Slate, so that the kit's dark surfaces are those of the canvas. */
const dark: MantineColorsTuple = [
  "#f1f5f9",
  "#e2e8f0",
  "#b6c2d3",
  "#8fa1b8",
  "#475569",
  "#334155",
  "#1e293b",
  "#172033",
  "#0f172a",
  "#0b1120",
];

const FONT =
  'Inter, "Segoe UI", "PingFang SC", "Microsoft YaHei UI", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: 6,
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { blue, dark },
  defaultRadius: 6,
  fontFamily: FONT,
  fontFamilyMonospace: 'ui-monospace, "JetBrains Mono", "Noto Sans Mono CJK SC", monospace',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "15px", xl: "18px" },
  headings: { fontFamily: FONT, fontWeight: "600" },
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 28 } },
    TextInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs", autosize: true, minRows: 1, maxRows: 8 } },
    NumberInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "xs", checkIconPosition: "right", comboboxProps: { shadow: "md" } } },
    Autocomplete: { defaultProps: { size: "xs", comboboxProps: { shadow: "md" } } },
    Switch: { defaultProps: { size: "xs", withThumbIndicator: false } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 }, radius: 8 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, fz: 12, multiline: true, maw: 320 } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 120 } } },
  },
});
