/** Writing documents as JSON with telephone keys in the order of a keypad. */

import { isObject, type Json } from "./document";

/** JavaScript keeps number-like keys in rising order; people write 0 after 9. */
export function keypadOrder(keys: string[]): string[] {
  const digits = keys.filter((key) => /^[1-9]$/.test(key)).sort();
  const zero = keys.filter((key) => key === "0");
  return [...digits, ...zero, ...keys.filter((key) => !/^[0-9]$/.test(key))];
}

/** Return the value as JSON text. */
export function stringify(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stringify).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const rows = keypadOrder(Object.keys(value)).map((key) => {
    const item = value[key];
    return item === undefined ? "" : `${JSON.stringify(key)}:${stringify(item)}`;
  });
  return `{${rows.filter(Boolean).join(",")}}`;
}
