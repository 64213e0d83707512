/** The problems of the document as it is now, asked for shortly after each change. */

import { useEffect } from "react";
import { api } from "../api/client";
import { useCatalog } from "../shell/catalog";
import { tellError } from "../shell/notices";
import { useDocument, useEditor } from "./store";

const PAUSE_MS = 350;

export function useLiveCheck(): void {
  const document = useDocument();
  const id = useEditor((state) => state.id);
  const ready = useEditor((state) => state.phase === "ready");
  const prompts = useCatalog((catalog) => catalog.prompts);
  useEffect(() => {
    if (!ready || !prompts) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      api
        .check(id, document)
        .then((checked) => current && useEditor.setState(checked))
        .catch(tellError);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [document, id, ready, prompts]);
}
