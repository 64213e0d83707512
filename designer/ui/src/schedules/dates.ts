/** Dates as texts (2026-10-01), counted in whole days; no time zone has a say in it. */

const DAY_MS = 86_400_000;

function utc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function text(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export function isDate(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(utc(day)) && text(utc(day)) === day;
}

export function addDays(day: string, count: number): string {
  return text(utc(day) + count * DAY_MS);
}

/** Return how many days the second date lies after the first. */
export function daysBetween(first: string, second: string): number {
  return Math.round((utc(second) - utc(first)) / DAY_MS);
}

/** Return every date from the first to the last, both included. */
export function datesFrom(first: string, last: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, n) => addDays(first, n));
}

/** Return the day of the week; Monday is 0. */
export function weekdayOf(day: string): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

/** Return the first day of the month so many months later. */
export function monthAfter(day: string, count: number): string {
  const date = new Date(utc(day));
  return text(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
}

export function lastOfMonth(day: string): string {
  return addDays(monthAfter(day, 1), -1);
}

/** Return the month's weeks, Monday first; days of other months are "". */
export function weeksOf(month: string): string[][] {
  const first = monthAfter(month, 0);
  const blanks = Array.from({ length: weekdayOf(first) }, () => "");
  const cells = [...blanks, ...datesFrom(first, lastOfMonth(first))];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, n) =>
    Array.from({ length: 7 }, (_cell, index) => cells[n * 7 + index] ?? ""),
  );
}

/** Return today's date where the reader is. */
export function today(): string {
  const now = new Date();
  return text(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

/** Return the date or a part of it in the words of a language. */
export function sayDate(day: string, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).format(utc(day));
}

export const FULL: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "numeric",
  weekday: "short",
};
export const SHORT: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };

/** Return the name of a weekday; Monday is 0. */
export function weekdayName(
  day: number,
  language: string,
  width: "short" | "long" | "narrow" = "short",
): string {
  return sayDate(addDays("2024-01-01", day), language, { weekday: width });
}

/** Return the wall time of a moment that was written with its offset. */
export function wallTime(moment: string): string {
  return moment.slice(11, 16);
}

export function wallDate(moment: string): string {
  return moment.slice(0, 10);
}

/** Return a moment as the clock on the reader's wall shows it, without offset. */
export function localText(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Return a moment as people say it: the date, the weekday, and the time on the wall. */
export function sayMoment(moment: string, language: string): string {
  return `${sayDate(wallDate(moment), language, FULL)} ${wallTime(moment)}`;
}
