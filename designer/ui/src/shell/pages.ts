/** The pages, each in a script of its own: the list of flows does not wait for the canvas. */

import { lazy, type ComponentType } from "react";

const loaders: (() => Promise<unknown>)[] = [];

/** A page that comes with its script when it is first shown, or before, when the browser has nothing to do. */
function page<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  loaders.push(load);
  return lazy(async () => ({ default: (await load()) as ComponentType<unknown> })) as ComponentType<Props>;
}

export const Editor = page(async () => (await import("../editor/Editor")).Editor);
export const PromptsPage = page(async () => (await import("../prompts/PromptsPage")).PromptsPage);
export const PromptPage = page(async () => (await import("../prompts/PromptPage")).PromptPage);
export const LexiconPage = page(async () => (await import("../prompts/LexiconPage")).LexiconPage);
export const SchedulesHome = page(async () => (await import("../schedules/SchedulesHome")).SchedulesHome);
export const SchedulePage = page(async () => (await import("../schedules/SchedulePage")).SchedulePage);
export const CalendarPage = page(async () => (await import("../schedules/CalendarPage")).CalendarPage);
export const HotlinesPage = page(async () => (await import("../hotlines/HotlinesPage")).HotlinesPage);
export const MonitorPage = page(async () => (await import("../monitor/MonitorPage")).MonitorPage);
export const DoctorPage = page(async () => (await import("../doctor/DoctorPage")).DoctorPage);

const QUIET_MS = 1500;

/** Fetch the scripts of the other pages once this one is at rest; returns how to leave it. */
export function fetchPages(): () => void {
  const timer = setTimeout(() => {
    // What cannot be fetched now is asked for again when its page is shown, and fails there where people see it.
    for (const load of loaders) load().catch(() => undefined);
  }, QUIET_MS);
  return () => clearTimeout(timer);
}
