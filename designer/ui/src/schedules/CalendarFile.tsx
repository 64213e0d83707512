/** The schedule as an iCalendar file: download it for other programs, or take one over as the draft. */

import { Button, FileButton } from "@mantine/core";
import { Download, Upload } from "lucide-react";
import { scheduleApi } from "../api/schedules";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { change, useDraft } from "./draft";
import { Box } from "./fields";

/** Read the file as the draft; the schedule keeps its name and title, and undo brings back what was there. */
async function takeFile(file: File): Promise<void> {
  try {
    const { document: read } = await scheduleApi.readIcs(await file.text());
    change({
      label: "did.reload",
      apply: (document) => ({
        ...read,
        schedule: document["schedule"] ?? "",
        title: document["title"] ?? "",
        flows: document["flows"] ?? read["flows"] ?? {},
      }),
    });
    tell("good", "ics.taken");
  } catch (error) {
    tellError(error);
  }
}

export function CalendarFile() {
  const { t } = useWords();
  const id = useDraft((draft) => draft.id);
  return (
    <Box title={t("ics.title")}>
      <p className="muted">{t("ics.help")}</p>
      <div className="hours-row">
        <Button
          component="a"
          href={`/api/schedules/${encodeURIComponent(id)}.ics`}
          download={`${id}.ics`}
          variant="default"
          leftSection={<Download size={14} />}
        >
          {t("ics.download")}
        </Button>
        <FileButton accept=".ics,text/calendar" onChange={(file) => file && void takeFile(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<Upload size={14} />}>
              {t("ics.upload")}
            </Button>
          )}
        </FileButton>
      </div>
    </Box>
  );
}
