/** Emergencies that the schedule's file holds, as planned ones do: shown, and removed when they are over. */

import { Button } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { isObject } from "../model/document";
import { useWords } from "../words/words";
import { sayMoment, wallDate, wallTime } from "./dates";
import { change, useDraftDocument } from "./draft";
import { removeRule, rulesOf, textOf } from "./edits";
import { Box, useFlowTitle } from "./fields";

export function FileEmergencies() {
  const { t, language } = useWords();
  const title = useFlowTitle();
  const rules = rulesOf(useDraftDocument(), "emergency");
  if (rules.length === 0) return null;
  const say = (moment: string): string => sayMoment(`${wallDate(moment)}T${wallTime(moment)}`, language);
  return (
    <Box title={t("planned.title")}>
      <p className="muted">{t("planned.help")}</p>
      {rules.map(
        (rule, index) =>
          isObject(rule) && (
            <div key={index} className="planned">
              <span>
                <strong>{textOf(rule["id"])}</strong> {title(textOf(rule["flow"]))}
                <small>
                  {say(textOf(rule["from"]))} – {say(textOf(rule["to"]))}
                </small>
              </span>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<Trash2 size={14} />}
                aria-label={t("planned.remove", { name: textOf(rule["id"]) })}
                onClick={() => change(removeRule("emergency", index))}
              >
                {t("form.remove")}
              </Button>
            </div>
          ),
      )}
    </Box>
  );
}
