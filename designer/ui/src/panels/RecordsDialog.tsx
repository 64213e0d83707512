/** A variable that holds a table, as a table: a row for each entry, a column for each name. */

import { ActionIcon, Button, Modal } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { CommitInput } from "../form/CommitInput";
import { freeName } from "../form/RowsField";
import type { Json } from "../model/document";
import {
  addColumn,
  addRecord,
  removeColumn,
  removeRecord,
  renameColumn,
  setCell,
  type Records,
} from "../model/records";
import { textOf } from "../model/values";
import { useWords } from "../words/words";

interface Props {
  name: string;
  records: Records;
  onChange: (rows: Json) => void;
  onClose: () => void;
}

export function RecordsDialog({ name, records, onChange, onClose }: Props) {
  const { t } = useWords();
  const change = (next: Records): void => onChange([...next.rows]);
  const newName = freeName(Object.fromEntries(records.columns.map((column) => [column, null])));
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t("records.title", { name })}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <div className="records">
        {records.columns.length === 0 && <p className="muted">{t("records.empty")}</p>}
        <table aria-label={name}>
          <Head records={records} change={change} />
          <tbody>
            {records.rows.map((row, at) => (
              <tr key={at}>
                {records.columns.map((column) => (
                  <td key={column}>
                    <CommitInput
                      label={t("records.cell", { column, n: at + 1 })}
                      maxLength={2000}
                      value={textOf(row[column])}
                      onCommit={(text) => change(setCell(records, at, column, text))}
                    />
                  </td>
                ))}
                <td>
                  <Remove
                    label={t("records.removeRow", { n: at + 1 })}
                    onClick={() => change(removeRecord(records, at))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="dialog-foot">
        <Add label={t("records.addColumn")} onClick={() => change(addColumn(records, newName))} />
        {records.columns.length > 0 && (
          <Add label={t("records.addRow")} onClick={() => change(addRecord(records))} />
        )}
        <span className="grow" />
        <Button onClick={onClose}>{t("app.close")}</Button>
      </div>
    </Modal>
  );
}

function Head({ records, change }: { records: Records; change: (next: Records) => void }) {
  const { t } = useWords();
  return (
    <thead>
      <tr>
        {records.columns.map((column, at) => (
          <th key={at}>
            <div className="records-name">
              <CommitInput
                label={t("records.column", { n: at + 1 })}
                value={column}
                onCommit={(text) => change(renameColumn(records, column, text))}
              />
              <Remove
                label={t("records.removeColumn", { column })}
                onClick={() => change(removeColumn(records, column))}
              />
            </div>
          </th>
        ))}
        <th aria-label={t("form.remove")} />
      </tr>
    </thead>
  );
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<Plus size={12} />} onClick={onClick}>
      {label}
    </Button>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon aria-label={label} title={label} onClick={onClick}>
      <X size={14} />
    </ActionIcon>
  );
}
