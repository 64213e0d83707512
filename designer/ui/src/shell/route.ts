/** Which page the address names, and going to another. */

import { useSyncExternalStore } from "react";

type Question = () => boolean;

let here = "";
let isSure = false;
let question: Question | null = null;

/** Ask before the browser's own back and forward leave the page; true keeps the user where they are. */
export function askBeforeLeaving(ask: Question): () => void {
  question = ask;
  return () => {
    question = null;
  };
}

function subscribe(changed: () => void): () => void {
  here = location.hash;
  const moved = (): void => {
    const stays = !isSure && location.hash !== here && question?.() === true;
    isSure = false;
    if (stays) window.history.pushState(null, "", here || "#/");
    here = location.hash;
    changed();
  };
  window.addEventListener("hashchange", moved);
  return () => window.removeEventListener("hashchange", moved);
}

export interface Route {
  page: string;
  id: string;
  tab: string;
}

/** Return the parts of an address such as #/schedules/shop/year; what follows ? is not of the route. */
export function routeOf(hash: string): Route {
  const [page = "", id = "", tab = ""] = hash.replace(/^#\/?/, "").replace(/\?.*$/, "").split("/");
  return { page: page || "flows", id: decodeURIComponent(id), tab };
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return routeOf(hash);
}

/** Return a value after the ? of the address, or "". */
export function routeValue(name: string): string {
  return new URLSearchParams(location.hash.split("?")[1] ?? "").get(name) ?? "";
}

/** Go to a flow, or to the list for "", without asking. */
export function goToFlow(id: string): void {
  goTo(id ? `#/flows/${encodeURIComponent(id)}` : "#/");
}

/** Go to an address of the page without asking. */
export function goTo(next: string): void {
  if (next === location.hash) return;
  isSure = true;
  location.hash = next;
}
