/** The schedule as an iCalendar file: download it for other programs, or look at one and take it over. */

import { Button, FileButton } from "@mantine/core";
import { Download, Upload } from "lucide-react";
import { useState } from "react";
import { useWords } from "../words/words";
import { useDraft } from "./draft";
import { Box } from "./fields";
import { FileDialog } from "./FileDialog";

export function CalendarFile() {
  const { t } = useWords();
  const id = useDraft((draft) => draft.id);
  const [text, setText] = useState<string | null>(null);
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
        <FileButton accept=".ics,text/calendar" onChange={(file) => file && void file.text().then(setText)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<Upload size={14} />}>
              {t("ics.upload")}
            </Button>
          )}
        </FileButton>
      </div>
      {text !== null && <FileDialog text={text} onClose={() => setText(null)} />}
    </Box>
  );
}
