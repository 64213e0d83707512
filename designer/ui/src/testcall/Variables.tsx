/** The variables of the test call as they are now. */

import { useWords } from "../words/words";
import type { Json } from "../model/document";
import { useTestCall } from "./store";

/** Return a value for people: text bare, lists and groups spelled out. */
export function shownValue(value: Json): string {
  if (value === null) return "–";
  if (Array.isArray(value)) return value.map(shownValue).join("; ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${shownValue(one)}`)
    .join(", ");
}

export function Variables() {
  const { t } = useWords();
  const variables = Object.entries(useTestCall((call) => call.variables));
  if (variables.length === 0) return null;
  return (
    <section>
      <h3>{t("test.variables")}</h3>
      <table className="variables">
        <tbody>
          {variables.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{shownValue(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
