/** Which page the address names: the list of flows, or one flow. */

import { useSyncExternalStore } from "react";

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/** Return the id of the flow in the address, or "" for the list. */
export function useFlowRoute(): string {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const found = /^#\/flows\/(.+)$/.exec(hash)?.[1];
  return found ? decodeURIComponent(found) : "";
}

export function goToFlow(id: string): void {
  location.hash = id ? `#/flows/${encodeURIComponent(id)}` : "#/";
}
