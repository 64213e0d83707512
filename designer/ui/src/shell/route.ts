/** Which page the address names: the list of flows, or one flow. */

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

/** Return the id of the flow in the address, or "" for the list. */
export function useFlowRoute(): string {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const found = /^#\/flows\/(.+)$/.exec(hash)?.[1];
  return found ? decodeURIComponent(found) : "";
}

/** Go to a flow, or to the list for "", without asking. */
export function goToFlow(id: string): void {
  const next = id ? `#/flows/${encodeURIComponent(id)}` : "#/";
  if (next === location.hash) return;
  isSure = true;
  location.hash = next;
}
