/** The telephone's keys, by mouse and by the computer's own. */

import { useEffect, useState } from "react";
import { useWords } from "../words/words";
import { press } from "./store";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const FLASH_MS = 160;

export function Keypad() {
  const { t } = useWords();
  const [flash, setFlash] = useState("");
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target instanceof HTMLElement && event.target.closest("input, textarea")) return;
      const key = KEYS.find((one) => one === event.key);
      if (!key) return;
      event.preventDefault();
      press(key);
      setFlash(key);
      setTimeout(() => setFlash(""), FLASH_MS);
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  return (
    <div className="keypad" role="group" aria-label={t("test.keypad")}>
      {KEYS.map((key) => (
        <button key={key} type="button" className={flash === key ? "pressed" : ""} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </div>
  );
}
