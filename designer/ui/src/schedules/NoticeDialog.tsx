/** The State Council's notice, pasted: the days that it changes, to look at before they are taken over and saved. */

import { Button, Modal, NumberInput, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { scheduleApi, type NoticeRead } from "../api/schedules";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { withYearsOf } from "./calendarYear";
import { today } from "./dates";
import { DayChanges } from "./DayChanges";
import { change, saveDraft, useDraft } from "./draft";

interface Props {
  onClose: () => void;
  onTaken: (year: string) => void;
}

export function NoticeDialog({ onClose, onTaken }: Props) {
  const { t } = useWords();
  const id = useDraft((draft) => draft.id);
  const [text, setText] = useState("");
  const [year, setYear] = useState(Number(today().slice(0, 4)) + 1);
  const [read, setRead] = useState<NoticeRead | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    scheduleApi.notice(id, text, year).then(setRead).catch(tellError);
  };
  const take = (notice: NoticeRead): void => {
    change(withYearsOf(notice.document, [notice.year]));
    onTaken(String(notice.year));
    onClose();
    void saveDraft();
  };
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t("notice.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <form className="stack" onSubmit={submit}>
        <Textarea
          label={t("notice.text")}
          description={t("notice.help")}
          lang="zh-CN"
          value={text}
          minRows={6}
          maxRows={14}
          maxLength={20_000}
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setRead(null);
          }}
        />
        {text && !/20\d\d\s*年/.test(text) && (
          <NumberInput
            label={t("notice.year")}
            min={2008}
            max={2100}
            value={year}
            onChange={(next) => setYear(Number(next))}
          />
        )}
        {read && <Changes notice={read} />}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          {read ? (
            <Button onClick={() => take(read)}>{t("notice.take", { year: read.year })}</Button>
          ) : (
            <Button type="submit" disabled={!text.trim()}>
              {t("notice.read")}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}

function Changes({ notice }: { notice: NoticeRead }) {
  const { t } = useWords();
  if (notice.changes.length === 0) return <p role="status">{t("notice.same", { year: notice.year })}</p>;
  return (
    <div role="status">
      <p>{t("notice.changes", { n: notice.changes.length, year: notice.year })}</p>
      <DayChanges changes={notice.changes} />
    </div>
  );
}
