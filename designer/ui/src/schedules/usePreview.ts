/** What the draft on the screen answers, day by day; asked for shortly after each change. */

import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import { scheduleApi, type Preview, type PreviewDay } from "../api/schedules";
import { useDraft, useDraftDocument } from "./draft";

const PAUSE_MS = 250;

export interface Shown {
  days: ReadonlyMap<string, PreviewDay>;
  promotions: Record<string, string[]>;
  /** The document cannot be worked out until its errors are mended. */
  failed: boolean;
}

const NOTHING: Shown = { days: new Map(), promotions: {}, failed: false };

export function usePreview(from: string, to: string): Shown {
  const document = useDraftDocument();
  const id = useDraft((draft) => draft.id);
  const [shown, setShown] = useState(NOTHING);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      scheduleApi
        .preview(id, document, from, to)
        .then((preview) => current && setShown(shownOf(preview)))
        .catch((error: unknown) => {
          if (!(error instanceof ApiError)) throw error;
          if (current) setShown((old) => ({ ...old, failed: true }));
        });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [document, id, from, to]);
  return shown;
}

function shownOf(preview: Preview): Shown {
  return {
    days: new Map(preview.days.map((day) => [day.date, day])),
    promotions: promotionsIn(preview.days),
    failed: false,
  };
}

/** Return the days on which each promotion answers. */
function promotionsIn(days: readonly PreviewDay[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const day of days) {
    const rules = new Set(day.segments.filter((one) => one.layer === "promotion").map((one) => one.rule));
    for (const rule of rules) (found[rule] ??= []).push(day.date);
  }
  return found;
}
