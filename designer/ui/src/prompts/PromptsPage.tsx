/** The prompt library: everything that callers hear, found, heard and put right in one place. */

import { Button, Menu, SegmentedControl, Select, TextInput } from "@mantine/core";
import { BookA, Download, FileUp, Plus, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useCatalog } from "../shell/catalog";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { useWords, type WordKey } from "../words/words";
import { flowsOf, languagesOf, missing, wanted, type Show } from "./filters";
import { ImportDialog } from "./ImportDialog";
import { MakeSounds } from "./MakeSounds";
import { languageName } from "./names";
import { NewPrompt } from "./NewPrompt";
import { PromptRow } from "./PromptRow";

const SHOWS: readonly Show[] = ["all", "recorded", "spoken", "missing"];
/** Rows that are drawn at first; more come on demand, so that a thousand prompts open at once. */
const FIRST = 100;

export function PromptsPage() {
  const { t, say } = useWords();
  const byName = useCatalog((catalog) => catalog.prompts);
  const flows = useCatalog((catalog) => catalog.flows);
  const readPrompts = useCatalog((catalog) => catalog.readPrompts);
  const [search, setSearch] = useState("");
  const [show, setShow] = useState<Show>("all");
  const [language, setLanguage] = useState("");
  const [flow, setFlow] = useState("");
  const [count, setCount] = useState(FIRST);
  const [dialog, setDialog] = useState<"" | "new" | "import">("");
  useEffect(() => void readPrompts().catch(tellError), [readPrompts]);
  const prompts = Object.values(byName);
  const languages = languagesOf(prompts);
  const found = wanted(prompts, { search, show, language, flow });
  return (
    <Frame page="prompts">
      <main className="home-page prompts-page">
        <div className="home-head">
          <h1>{t("prompts.title")}</h1>
          <span className="grow" />
          <Tools onImport={() => setDialog("import")} onNew={() => setDialog("new")} />
        </div>
        <p className="muted prompts-help">{t("prompts.help")}</p>
        <div className="prompts-filters">
          <TextInput
            type="search"
            aria-label={t("prompts.search")}
            placeholder={t("prompts.search")}
            leftSection={<Search size={14} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("prompts.show")}
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={SHOWS.map((one) => ({ value: one, label: t(`prompts.show.${one}` as WordKey) }))}
          />
          <Select
            aria-label={t("prompts.language")}
            value={language}
            onChange={(value) => setLanguage(value ?? "")}
            data={[
              { value: "", label: t("prompts.anyLanguage") },
              ...languages.map((one) => ({ value: one, label: languageName(one, t) })),
            ]}
          />
          <Select
            aria-label={t("prompts.flow")}
            value={flow}
            searchable
            onChange={(value) => setFlow(value ?? "")}
            data={[
              { value: "", label: t("prompts.anyFlow") },
              ...flowsOf(prompts).map((id) => {
                const title = flows.find((one) => one.id === id)?.title;
                return { value: id, label: (title && say(title)) || id };
              }),
            ]}
          />
        </div>
        <Missing
          onShow={(one) => {
            setShow("missing");
            setLanguage(one);
          }}
        />
        <p className="muted" role="status">
          {t("prompts.count", { n: found.length, all: prompts.length })}
        </p>
        {prompts.length > 0 && found.length === 0 && <p className="home-empty">{t("prompts.nothing")}</p>}
        {prompts.length === 0 && <p className="home-empty">{t("prompts.empty")}</p>}
        <ul className="prompt-list">
          {found.slice(0, count).map((one) => (
            <PromptRow key={one.name} prompt={one} languages={languages} />
          ))}
        </ul>
        {found.length > count && (
          <Button variant="default" onClick={() => setCount(count + 5 * FIRST)}>
            {t("prompts.more", { n: found.length - count })}
          </Button>
        )}
      </main>
      {dialog === "new" && <NewPrompt onClose={() => setDialog("")} />}
      {dialog === "import" && <ImportDialog onClose={() => setDialog("")} />}
    </Frame>
  );
}

function Tools({ onImport, onNew }: { onImport: () => void; onNew: () => void }) {
  const { t } = useWords();
  return (
    <div className="prompts-tools">
      <MakeSounds />
      <Button component="a" href="#/lexicon" variant="default" leftSection={<BookA size={14} />}>
        {t("lexicon.open")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<Download size={14} />}>
            {t("prompts.export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href="/api/prompts.csv" download>
            {t("prompts.exportTexts")}
          </Menu.Item>
          <Menu.Item component="a" href="/api/prompts.zip" download>
            {t("prompts.exportAll")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item component="a" href="/api/pieces-of-values.csv" download>
            {t("prompts.exportPieces")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<FileUp size={14} />} onClick={onImport}>
        {t("prompts.import")}
      </Button>
      <Button leftSection={<Plus size={14} />} onClick={onNew}>
        {t("prompts.new")}
      </Button>
    </div>
  );
}

/** How many prompts lack a language; a click shows them. */
function Missing({ onShow }: { onShow: (language: string) => void }) {
  const { t } = useWords();
  const gaps = missing(Object.values(useCatalog((catalog) => catalog.prompts)));
  if (gaps.length === 0) return null;
  return (
    <p className="prompts-missing">
      {gaps.map(({ language, count }) => (
        <button key={language} type="button" className="mark mark-warning" onClick={() => onShow(language)}>
          {t("prompts.lack", { n: count, language: languageName(language, t) })}
        </button>
      ))}
    </p>
  );
}
