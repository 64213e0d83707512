/** What surrounds an expression: the names it may use, and what the server says of it shortly after each change. */

import { useEffect, useMemo, useState } from "react";
import { api, ApiError } from "../api/client";
import type { FeelFinding, FeelKind, FeelValue, Known } from "../api/types";
import { useDocument, useEditor } from "../editor/store";
import { useForm } from "../form/context";
import type { Json } from "../model/document";
import { useLastValues } from "../testcall/lastValues";
import { describeNames, sampleValues, typesAt, type FeelName } from "./names";
import { samplesOf, useSamples, withSamples } from "./samples";

const PAUSE_MS = 250;
const NO_VALUES: Readonly<Record<string, Json>> = {};
const NONE: Readonly<Record<string, string>> = {};

export interface Around {
  flow: string;
  names: FeelName[];
  types: Record<string, Known>;
  values: Record<string, Json>;
  /** The values are those of a test call. */
  called: boolean;
  /** A person has chosen some of them. */
  tried: boolean;
  /** What the clock shows; "" for the time that it is. */
  at: string;
}

/** Return the names that an expression of the form's step may use; `own` are known in it alone. */
export function useAround(own: Readonly<Record<string, string>> = NONE): Around {
  const { id, names } = useForm();
  const known = useEditor((state) => state.types);
  const flow = useEditor((state) => state.id);
  const last = useLastValues((call) => (call.flow === flow ? call.values : NO_VALUES));
  const initial = useDocument()["variables"];
  const chosen = useSamples();
  return useMemo(() => {
    const types = { ...typesAt(known, id), ...own };
    const samples = samplesOf(chosen, flow);
    const values = withSamples(sampleValues(initial, last, types, Object.keys(own)), samples.values);
    const listed = [...Object.keys(own), ...names];
    return {
      flow,
      names: describeNames(listed, types, last),
      types: withNames(listed, types),
      values,
      called: Object.keys(last).length > 0,
      tried: samples.at !== "" || Object.keys(samples.values).length > 0,
      at: samples.at,
    };
  }, [id, names, known, flow, last, initial, own, chosen]);
}

function withNames(names: readonly string[], types: Record<string, Known>): Record<string, Known> {
  const roots = names.filter((name) => !name.includes(".") && !(name in types));
  return { ...Object.fromEntries(roots.map((name) => [name, null])), ...types };
}

const NO_FINDINGS: FeelFinding[] = [];

/** Return what is wrong with a text; the answer to an older text is never shown. */
export function useFindings(
  text: string,
  kind: FeelKind,
  types: Record<string, Known>,
  subject: string,
): FeelFinding[] {
  const [found, setFound] = useState<{ text: string; findings: FeelFinding[] }>({ text: "", findings: [] });
  useEffect(() => {
    if (!text.trim() || (kind === "template" && !text.includes("{{"))) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      api
        .checkFeel(text, kind, types, subject)
        .then(({ findings }) => current && setFound({ text, findings }))
        .catch(ignoreApiErrors);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, kind, types, subject]);
  return found.text === text ? found.findings : NO_FINDINGS;
}

/** Return what a text comes to with these values; null while it is not known or cannot be. */
export function usePreview(
  text: string,
  kind: FeelKind,
  values: Record<string, Json>,
  at: string,
  isSound: boolean,
): FeelValue | null {
  const [found, setFound] = useState<{ text: string; value: FeelValue } | null>(null);
  const evaluated = kind === "expression" || (kind === "template" && text.includes("{{")) ? kind : null;
  useEffect(() => {
    if (!text.trim() || !evaluated || !isSound) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      api
        .evalFeel(text, evaluated, values, at)
        .then((value) => current && setFound({ text, value }))
        .catch(ignoreApiErrors);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, evaluated, values, at, isSound]);
  return found && found.text === text && isSound ? found.value : null;
}

/** A half-typed text may be refused; the findings say why. */
function ignoreApiErrors(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}
