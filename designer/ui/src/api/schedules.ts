/** The part of the JSON API that schedules, calendars, hotlines and emergencies use. */

import type { JsonObject } from "../model/document";
import { ask } from "./client";
import type { Problem, Published, Version, Words } from "./types";

export type State = "open" | "closed" | "emergency";
export type Layer =
  "emergency" | "promotion" | "exception" | "holiday" | "makeup" | "period" | "weekly" | "default";

export interface Paint {
  state: State;
  flow: string;
  layer: Layer;
  rule: string;
}

export interface Segment extends Paint {
  from: string;
  to: string;
}

export interface Answer extends Paint {
  from?: string | null;
  until: string | null;
  /** When a line that is not open opens next. */
  opens?: string | null;
}

export interface ScheduleRow {
  id: string;
  title: Words | string;
  timezone: string;
  revision: string;
  changed: boolean;
  published: Published | null;
  hotlines: string[];
  errors: number;
  warnings: number;
}

export interface DraftFile {
  id: string;
  document: JsonObject;
  revision: string;
  problems: Problem[];
  published?: Published | null;
}

export interface PreviewDay {
  date: string;
  layer: Layer;
  rule: string;
  name: string | null;
  mark: "off" | "work" | null;
  closed: boolean;
  segments: Segment[];
}

export interface Preview {
  days: PreviewDay[];
}

export interface Asked {
  answer: Answer;
  why: Words;
  without: Answer | null;
  layers: (Paint & { wins: boolean })[];
  flow_title: Words | string;
  /** The zone of the wall times; "" for a number without a schedule. */
  timezone: string;
}

/** The same change on one or more days; `hours` as 18:00-19:00, "" where it lasts longer than a day. */
export interface ChangeGroup {
  hours: string;
  runs: { from: string; to: string }[];
  days: number;
  weekdays: number[];
  minutes: number;
  /** Callers hear something else; otherwise only another rule says the same. */
  heard: boolean;
  live: Paint | null;
  draft: Paint | null;
}

/** What the events of another program's calendar stand for. */
export type Meaning = "days" | "promotions";

export interface FileRead {
  document: JsonObject;
  own: boolean;
  problems: Problem[];
}

export interface CalendarRow {
  id: string;
  title: Words | string;
  years: { year: number; status: "official" | "provisional" }[];
  used_by: string[];
}

export interface DayChange {
  date: string;
  before: string | null;
  after: string | null;
}

export interface NoticeRead {
  year: number;
  changes: DayChange[];
  document: JsonObject;
}

export interface RuleRow {
  layer: Layer;
  rule: string;
}

export interface Country {
  code: string;
  subdivisions: { code: string; name: string }[];
  languages: string[];
}

/** Years worked out from a country's holidays. */
export interface CountryRead {
  years: { year: number; status: "official" | "provisional" }[];
  source: string;
  changes: DayChange[];
  document: JsonObject;
}

export interface CountryQuestion {
  id: string;
  country: string;
  subdivision: string;
  language: string;
  years: number[];
}

export interface Emergency {
  id: string | number;
  hotlines: string[] | "all";
  flow: string;
  from: string;
  until: string;
  by: string;
}

export interface HotlineRow {
  number: string;
  title: Words | string;
  flow: string | null;
  schedule: string | null;
  now: Answer | null;
}

/** Something that people should look at. */
export interface Alarm {
  subject: string;
  message: Words;
  since: string;
}

export type Kind = "schedules" | "calendars";

const at = (kind: string, id: string | number): string => `/${kind}/${encodeURIComponent(id)}`;

export const scheduleApi = {
  list: () => ask<ScheduleRow[]>("GET", "/schedules"),
  create: (id: string, title: Words) => ask<DraftFile>("POST", "/schedules", { id, title }),
  open: (kind: Kind, id: string) => ask<DraftFile>("GET", at(kind, id)),
  save: (kind: Kind, id: string, document: JsonObject, revision: string) =>
    ask<{ revision: string; problems: Problem[] }>("PUT", at(kind, id), { document, revision }),
  remove: (id: string, revision: string) => ask<void>("DELETE", at("schedules", id), { revision }),
  check: (id: string, document: JsonObject) =>
    ask<{ problems: Problem[] }>("POST", "/schedules/check", { id, document }),
  preview: (id: string, document: JsonObject | null, from: string, to: string) =>
    ask<Preview>("POST", "/schedules/preview", { id, document, live: false, from, to }),
  ask: (what: { number: string } | { id: string }, moment: string | null, live: boolean) =>
    ask<Asked>("POST", "/schedules/ask", { ...what, at: moment, live }),
  rules: (id: string) => ask<RuleRow[]>("GET", `${at("schedules", id)}/rules`),
  diff: (id: string) => ask<{ groups: ChangeGroup[] }>("GET", `${at("schedules", id)}/diff`),
  compare: (id: string, before: JsonObject, document: JsonObject) =>
    ask<{ groups: ChangeGroup[] }>("POST", "/schedules/compare", { id, before, document }),
  publish: (id: string, message: string, revision: string, confirmed: boolean) =>
    ask<Version>("POST", `${at("schedules", id)}/publish`, {
      message,
      revision,
      confirm_provisional: confirmed,
    }),
  versions: (id: string) => ask<Version[]>("GET", `${at("schedules", id)}/versions`),
  rollback: (id: string, version: number) =>
    ask<unknown>("POST", `${at("schedules", id)}/rollback`, { version }),
  restore: (id: string, version: number, revision: string) =>
    ask<unknown>("POST", `${at("schedules", id)}/versions/${version}/restore`, { revision }),
  readIcs: (ics: string, document: JsonObject, meaning: Meaning, flow: string) =>
    ask<FileRead>("POST", "/schedules/import", { ics, document, meaning, flow }),
  calendars: () => ask<CalendarRow[]>("GET", "/calendars"),
  notice: (id: string, text: string, year: number | null) =>
    ask<NoticeRead>("POST", `${at("calendars", id)}/notice`, { text, year }),
  countries: () => ask<{ missing: Words | null; countries: Country[] }>("GET", "/countries"),
  country: (question: CountryQuestion) => ask<CountryRead>("POST", "/calendars/country", { ...question }),
  createCalendar: (id: string, title: Words, document: JsonObject) =>
    ask<DraftFile>("POST", "/calendars", { id, title, document }),
  emergencies: () => ask<{ active: Emergency[] }>("GET", "/emergency"),
  startEmergency: (hotlines: string[] | "all", flow: string, minutes: number) =>
    ask<Emergency>("POST", "/emergency", { hotlines, flow, minutes }),
  extendEmergency: (id: Emergency["id"], minutes: number) =>
    ask<Emergency>("PATCH", at("emergency", id), { minutes }),
  endEmergency: (id: Emergency["id"]) => ask<void>("DELETE", at("emergency", id)),
  alarms: () => ask<Alarm[]>("GET", "/alarms"),
  hotlines: () => ask<HotlineRow[]>("GET", "/hotlines"),
  hotlinesFile: () => ask<DraftFile>("GET", "/hotlines/document"),
  saveHotlines: (document: JsonObject, revision: string) =>
    ask<unknown>("PUT", "/hotlines", { document, revision }),
};
