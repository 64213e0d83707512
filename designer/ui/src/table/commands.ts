/** The actions on a decision table: several settings change in one step that can be undone. */

import type { Json } from "../model/document";
import type { Command } from "../model/history";
import type { NodeType } from "../model/nodeType";
import { setSetting } from "../model/settings";

/** Change several settings at once; wires follow as they do for each. */
export function setTable(
  id: string,
  type: NodeType | undefined,
  changes: Readonly<Record<string, Json | undefined>>,
): Command {
  return {
    label: "did.edit",
    subject: id,
    merge: `table:${id}`,
    apply: (document) =>
      Object.entries(changes).reduce(
        (now, [key, value]) => setSetting(id, type, key, value).apply(now),
        document,
      ),
  };
}
