/** What is being looked for on the canvas; the steps that hold it stay bright, the others step back. */

import { create } from "zustand";

interface Find {
  opened: boolean;
  text: string;
  found: ReadonlySet<string>;
}

const CLOSED: Find = { opened: false, text: "", found: new Set() };

export const useFind = create<Find>()(() => CLOSED);

export function openFind(): void {
  useFind.setState({ opened: true });
  document.querySelector<HTMLInputElement>(".find input")?.select();
}

export function closeFind(): void {
  useFind.setState(CLOSED);
}
