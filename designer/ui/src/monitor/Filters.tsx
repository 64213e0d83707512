/** How many lines are at what, and which of them are shown. */

import { Select, TextInput, UnstyledButton } from "@mantine/core";
import { Search } from "lucide-react";
import { useFlowTitle } from "../schedules/fields";
import { useWords } from "../words/words";
import { matching, stateOf, STATES, systemKey, type Board, type Filter, type LineState } from "./board";
import { StateMark } from "./states";
import { useSystemName } from "./Systems";

interface Props {
  board: Board;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function Filters({ board, filter, onChange }: Props) {
  const { t } = useWords();
  const title = useFlowTitle();
  const system = useSystemNames(board);
  const choose = (change: Partial<Filter>): void => onChange({ ...filter, ...change });
  const values = (of: (call: Board["calls"][number]) => string, name: (value: string) => string) =>
    [...new Set(board.calls.map(of))].sort().map((value) => ({ value, label: name(value) }));
  const selects = [
    { key: "flow", label: t("monitor.flow"), data: values((call) => call.flow, title) },
    { key: "called", label: t("monitor.called"), data: values((call) => call.called, String) },
    { key: "system", label: t("monitor.system"), data: values(systemKey, system) },
  ] as const;
  return (
    <div className="call-filters">
      <States board={board} filter={filter} onChoose={(state) => choose({ state })} />
      <TextInput
        aria-label={t("monitor.search")}
        placeholder={t("monitor.search")}
        leftSection={<Search size={14} aria-hidden />}
        value={filter.text}
        onChange={(event) => choose({ text: event.currentTarget.value })}
      />
      {selects.map(({ key, label, data }) =>
        data.length > 1 || filter[key] ? (
          <Select
            key={key}
            aria-label={label}
            placeholder={label}
            clearable
            data={data}
            value={filter[key] || null}
            onChange={(chosen) => choose({ [key]: chosen ?? "" })}
          />
        ) : null,
      )}
    </div>
  );
}

interface StatesProps {
  board: Board;
  filter: Filter;
  onChoose: (state: LineState | "") => void;
}

function States({ board, filter, onChoose }: StatesProps) {
  const { t } = useWords();
  const engines = new Map(board.engines.map((one) => [one.id, one]));
  const shown = matching(board.calls, filter).map((call) => stateOf(call, engines.get(call.engine)));
  const count = (state: LineState): number => shown.filter((one) => one === state).length;
  return (
    <div className="call-states" role="group" aria-label={t("monitor.states")}>
      <UnstyledButton className="call-chip" aria-pressed={!filter.state} onClick={() => onChoose("")}>
        {t("monitor.all")} <b>{shown.length}</b>
      </UnstyledButton>
      {STATES.filter((state) => count(state) > 0 || filter.state === state).map((state) => (
        <UnstyledButton
          key={state}
          className={`call-chip line-${state}`}
          aria-pressed={filter.state === state}
          onClick={() => onChoose(filter.state === state ? "" : state)}
        >
          <StateMark state={state} /> <b>{count(state)}</b>
        </UnstyledButton>
      ))}
    </div>
  );
}

/** Return what people call the telephone system of a key. */
function useSystemNames(board: Board): (key: string) => string {
  const name = useSystemName();
  return (key) => {
    const [id = "", ...rest] = key.split(" ");
    const engine = board.engines.find((one) => one.id === id);
    const system = engine?.systems.find((one) => one.name === rest.join(" ")) ?? engine?.systems[0];
    if (!engine) return rest.join(" ") || key;
    return `${system ? name(system) : engine.adapter} · ${engine.name}`;
  };
}
