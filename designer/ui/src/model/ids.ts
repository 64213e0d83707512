/** Names for new steps: short, readable, ASCII, and never one that is taken. */

/** Return the first of menu-1, menu-2 ... that is free. */
export function newId(type: string, taken: ReadonlySet<string>): string {
  const stem = type.replaceAll("_", "-").replaceAll(/[^a-z0-9-]/gi, "") || "step";
  for (let number = 1; ; number++) {
    const id = `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}
