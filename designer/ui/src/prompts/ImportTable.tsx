/** What an import would change, and what is wrong in its file. */

import { CircleX, Mic } from "lucide-react";
import type { ImportPreview, ImportRow } from "../api/prompts";
import { useWords, type WordKey } from "../words/words";
import { languageName } from "./names";

const SHOWN = 200;

export function ImportTable({ preview }: { preview: ImportPreview }) {
  const { t, say } = useWords();
  const count = (change: ImportRow["change"]): number =>
    preview.rows.filter((row) => row.change === change).length;
  if (preview.faults.length > 0) {
    return (
      <div role="alert">
        <p className="wrong">{t("import.faults")}</p>
        <ul className="import-faults">
          {preview.faults.map((fault, index) => (
            <li key={index}>
              <CircleX size={14} aria-hidden /> {say(fault)}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const values = { new: count("new"), changed: count("changed"), same: count("same") };
  const rows = preview.rows.filter((row) => row.change !== "same");
  return (
    <>
      <p role="status">{t("import.counts", values)}</p>
      <div className="import-rows">
        <table>
          <thead>
            <tr>
              <th>{t("prompts.name")}</th>
              <th>{t("prompts.language")}</th>
              <th>{t("import.change")}</th>
              <th>{t("import.text")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr key={`${row.name} ${row.language}`}>
                <td>{row.name}</td>
                <td>{languageName(row.language, t)}</td>
                <td>{t(`import.${row.change}` as WordKey)}</td>
                <td lang={row.language}>
                  {row.recording && <Mic size={12} aria-label={t("import.recording")} />} {row.text}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p className="muted">{t("import.more", { n: rows.length - SHOWN })}</p>}
    </>
  );
}
