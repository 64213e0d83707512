/** Language and light or dark, on every page. */

import {
  ActionIcon,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { Moon, Sun } from "lucide-react";
import { switchLanguage, useWords } from "../words/words";

export function LookSwitches() {
  const { t, language } = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = language === "en" ? "zh-CN" : "en";
  const look = t(scheme === "dark" ? "look.light" : "look.dark");
  return (
    <>
      <Tooltip label={t("look.language")}>
        <UnstyledButton
          className="language-switch"
          lang={other}
          aria-label={other === "en" ? "EN, Switch to English" : "切换到中文"}
          onClick={() => switchLanguage(other)}
        >
          {other === "en" ? "EN" : "中文"}
        </UnstyledButton>
      </Tooltip>
      <Tooltip label={look}>
        <ActionIcon aria-label={look} onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}>
          {scheme === "dark" ? <Sun size={16} /> : <Moon size={16} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}
