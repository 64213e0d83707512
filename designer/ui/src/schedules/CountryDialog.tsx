/** A country's public holidays: choose country, part and years, look at the days, then take them over. */

import { Button, Checkbox, Modal, Select } from "@mantine/core";
import { useEffect, useState, type FormEvent } from "react";
import { scheduleApi, type Country, type CountryQuestion, type CountryRead } from "../api/schedules";
import type { Words } from "../api/types";
import { idFromTitle } from "../home/NewFlow";
import { tellError } from "../shell/notices";
import { Opening } from "../shell/Opening";
import { goTo } from "../shell/route";
import { useWords, type Language } from "../words/words";
import { en } from "../words/calendars.en";
import { zh } from "../words/calendars.zh";
import { withYearsOf } from "./calendarYear";
import { DayChanges } from "./DayChanges";
import { today } from "./dates";
import { change, saveDraft, useDraft, useDraftDocument } from "./draft";
import { originOf, type Origin } from "./origin";

const AHEAD = 4;

/** Take a country's years into the calendar of this page. */
export function TakeCountry({ onClose, onTaken }: { onClose: () => void; onTaken: (year: string) => void }) {
  const id = useDraft((draft) => draft.id);
  const known = originOf(useDraftDocument());
  const take = (read: CountryRead): void => {
    const years = read.years.map((one) => one.year);
    change(withYearsOf(read.document, years));
    onTaken(String(years[0]));
    onClose();
    void saveDraft();
  };
  return <CountryDialog idOf={() => id} known={known} onClose={onClose} onTake={take} />;
}

/** Make a new calendar of a country's years. */
export function NewCountry({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const idOf = (country: string, part: string): string =>
    idFromTitle(`${country} ${part}`, taken, "calendar");
  return <CountryDialog idOf={idOf} known={{ country: "", part: "" }} onClose={onClose} onTake={make} />;
}

function make(read: CountryRead, { id, country, subdivision }: CountryQuestion, part: string): void {
  const named = (language: Language, words: string): string =>
    words.replace(
      "{{name}}",
      [countryName(country, language), subdivision && part].filter(Boolean).join(" "),
    );
  const title = { "zh-CN": named("zh-CN", zh["country.title"]), en: named("en", en["country.title"]) };
  scheduleApi
    .createCalendar(id, title, read.document)
    .then(() => goTo(`#/calendars/${encodeURIComponent(id)}`))
    .catch(tellError);
}

interface Props {
  idOf: (country: string, part: string) => string;
  known: Origin;
  onClose: () => void;
  onTake: (read: CountryRead, question: CountryQuestion, part: string) => void;
}

function CountryDialog({ idOf, known, onClose, onTake }: Props) {
  const { t } = useWords();
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t("country.dialog")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <CountryForm idOf={idOf} known={known} onClose={onClose} onTake={onTake} />
    </Modal>
  );
}

function CountryForm({ idOf, known, onClose, onTake }: Props) {
  const { t, say, language } = useWords();
  const [countries, setCountries] = useState<Country[]>([]);
  const [missing, setMissing] = useState<Words | null>(null);
  const [code, setCode] = useState(known.country);
  const [part, setPart] = useState(known.part);
  const [names, setNames] = useState("");
  const [years, setYears] = useState<string[]>(() => nextYears().slice(0, 2));
  const [read, setRead] = useState<CountryRead | null>(null);
  useEffect(() => {
    scheduleApi
      .countries()
      .then((found) => {
        setCountries(found.countries);
        setMissing(found.missing);
      })
      .catch(tellError);
  }, []);
  const country = countries.find((one) => one.code === code);
  const question: CountryQuestion = {
    id: idOf(code, part),
    country: code,
    subdivision: part,
    language: names,
    years: years.map(Number).sort(),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (read) onTake(read, question, country?.subdivisions.find((one) => one.code === part)?.name ?? part);
    else scheduleApi.country(question).then(setRead).catch(tellError);
  };
  /** Whatever is chosen anew, the days must be looked at again. */
  const anew =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      set(value);
      setRead(null);
    };
  if (missing)
    return (
      <p className="complaint complaint-warning" role="alert">
        ! {say(missing)}
      </p>
    );
  if (countries.length === 0) return <Opening />;
  return (
    <form className="stack" onSubmit={submit}>
      <Select
        label={t("country.country")}
        description={t("country.help")}
        searchable
        data-autofocus
        data={byName(countries.map((one) => ({ value: one.code, label: countryName(one.code, language) })))}
        value={code || null}
        nothingFoundMessage={t("palette.nothing")}
        onChange={anew((chosen: string | null) => {
          setCode(chosen ?? "");
          setPart("");
          setNames("");
        })}
      />
      {country && country.subdivisions.length > 0 && (
        <Select
          label={t("country.part")}
          searchable
          clearable
          placeholder={t("country.whole")}
          data={byName(country.subdivisions.map((one) => ({ value: one.code, label: one.name })))}
          value={part || null}
          onChange={anew((chosen: string | null) => setPart(chosen ?? ""))}
        />
      )}
      {country && country.languages.length > 1 && (
        <Select
          label={t("country.names")}
          allowDeselect={false}
          data={country.languages.map((one) => ({ value: one, label: languageName(one, language) }))}
          value={names || (country.languages[0] ?? null)}
          onChange={anew((chosen: string | null) => setNames(chosen ?? ""))}
        />
      )}
      <Checkbox.Group label={t("calendar.years")} value={years} onChange={anew(setYears)}>
        <div className="hours-row">
          {nextYears().map((year) => (
            <Checkbox key={year} value={year} label={year} />
          ))}
        </div>
      </Checkbox.Group>
      {read && <Found read={read} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button type="submit" disabled={!code || years.length === 0}>
          {t(read ? "country.take" : "country.show")}
        </Button>
      </div>
    </form>
  );
}

function Found({ read }: { read: CountryRead }) {
  const { t } = useWords();
  return (
    <div role="status">
      <p className="flow-marks">
        {read.years.map(({ year, status }) => (
          <span key={year} className={`mark ${status === "official" ? "mark-good" : "mark-warning"}`}>
            {year} {t(`calendar.${status}`)}
          </span>
        ))}
        <span className="muted">{t("country.source", { source: read.source })}</span>
      </p>
      {read.years.some((one) => one.status === "provisional") && (
        <p className="complaint complaint-warning">! {t("country.provisional")}</p>
      )}
      <p>{t(read.changes.length ? "country.changes" : "country.same", { n: read.changes.length })}</p>
      {read.changes.length > 0 && <DayChanges changes={read.changes} />}
    </div>
  );
}

function nextYears(): string[] {
  const first = Number(today().slice(0, 4));
  return Array.from({ length: AHEAD }, (_, n) => String(first + n));
}

function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
}

function languageName(tag: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(tag.replace("_", "-")) ?? tag;
}

function byName<Option extends { label: string }>(options: Option[]): Option[] {
  return options.toSorted((one, other) => one.label.localeCompare(other.label));
}
