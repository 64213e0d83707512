/** Recurring days by choices that people know (every week, every month ...), from and to the rules of RFC 5545. */

export type Recurrence =
  | { kind: "weekly"; days: number[] }
  /** The nth such weekday of each month; -1 is the last. */
  | { kind: "nth"; nth: number; day: number }
  | { kind: "monthday"; day: number }
  /** Every year from one day of a month to another, both included. */
  | { kind: "yearly"; month: number; day: number; last: number }
  /** A rule that only the file can change. */
  | { kind: "other"; rule: string };

const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

export function readRule(rule: string): Recurrence {
  const parts = Object.fromEntries(
    rule
      .toUpperCase()
      .split(";")
      .map((part) => part.split("=") as [string, string]),
  );
  const { FREQ, BYDAY = "", BYMONTHDAY = "", BYMONTH = "", ...rest } = parts;
  if (Object.keys(rest).length > 0) return { kind: "other", rule };
  const days = BYDAY.split(",").map((code) => CODES.indexOf(code));
  if (FREQ === "WEEKLY" && BYDAY && !days.includes(-1) && !BYMONTHDAY && !BYMONTH)
    return { kind: "weekly", days };
  const nth = /^([1-5]|-1)([A-Z]{2})$/.exec(BYDAY);
  const day = CODES.indexOf(nth?.[2] ?? "");
  if (FREQ === "MONTHLY" && nth && day >= 0 && !BYMONTHDAY && !BYMONTH)
    return { kind: "nth", nth: Number(nth[1]), day };
  const number = /^\d{1,2}$/.test(BYMONTHDAY) ? Number(BYMONTHDAY) : 0;
  if (FREQ === "MONTHLY" && number && !BYDAY && !BYMONTH) return { kind: "monthday", day: number };
  const month = /^\d{1,2}$/.test(BYMONTH) ? Number(BYMONTH) : 0;
  const run = runOf(BYMONTHDAY);
  if (FREQ === "YEARLY" && run && month && !BYDAY)
    return { kind: "yearly", month, day: run[0], last: run[1] };
  return { kind: "other", rule };
}

/** Return the first and last of days that follow one another, such as 1,2,3. */
function runOf(text: string): [number, number] | null {
  const days = text.split(",").map(Number);
  const [first = 0] = days;
  const last = first + days.length - 1;
  return first > 0 && last <= 31 && days.every((day, index) => day === first + index) ? [first, last] : null;
}

function daysFrom(first: number, last: number): number[] {
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, n) => first + n);
}

export function writeRule(rule: Recurrence): string {
  switch (rule.kind) {
    case "weekly":
      return `FREQ=WEEKLY;BYDAY=${rule.days
        .toSorted((one, two) => one - two)
        .map((day) => CODES[day])
        .join(",")}`;
    case "nth":
      return `FREQ=MONTHLY;BYDAY=${rule.nth}${CODES[rule.day]}`;
    case "monthday":
      return `FREQ=MONTHLY;BYMONTHDAY=${rule.day}`;
    case "yearly":
      return `FREQ=YEARLY;BYMONTH=${rule.month};BYMONTHDAY=${daysFrom(rule.day, rule.last).join(",")}`;
    case "other":
      return rule.rule;
  }
}
