/** The words that the machine's voice reads wrongly, and how it is to read them. */

import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { ArrowLeft, Play, Plus, X } from "lucide-react";
import { useEffect, useState, type FormEvent } from "react";
import { promptApi, type Lexicon } from "../api/prompts";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { languageName } from "./names";
import { hearFile } from "./sound";

const SPOKEN = ["zh-CN", "en"];

export function LexiconPage() {
  const { t, say } = useWords();
  const [lexicon, setLexicon] = useState<Lexicon | null>(null);
  const read = (): Promise<void> => promptApi.lexicon().then(setLexicon);
  useEffect(() => void promptApi.lexicon().then(setLexicon).catch(tellError), []);
  const teach = (language: string, word: string, said: string): Promise<void> =>
    promptApi.teach(language, word, said).then(read);
  const known = Object.entries(lexicon?.words ?? {}).filter(([, words]) => Object.keys(words).length > 0);
  return (
    <Frame page="prompts">
      <main className="home-page">
        <a className="back" href="#/prompts">
          <ArrowLeft size={14} aria-hidden /> {t("prompts.title")}
        </a>
        <div className="home-head">
          <h1>{t("lexicon.title")}</h1>
        </div>
        <p className="muted">{t("lexicon.help")}</p>
        {lexicon?.faults.map((fault) => (
          <p key={fault["en"]} role="alert" className="wrong">
            {say(fault)}
          </p>
        ))}
        <NewWord onTeach={teach} />
        {known.length === 0 && <p className="home-empty">{t("lexicon.empty")}</p>}
        {known.map(([language, words]) => (
          <section key={language} className="language-card" aria-label={languageName(language, t)}>
            <h2>{languageName(language, t)}</h2>
            <table className="lexicon-words">
              <thead>
                <tr>
                  <th>{t("lexicon.word")}</th>
                  <th>{t("lexicon.said")}</th>
                  <th aria-label={t("prompts.moreWays")} />
                </tr>
              </thead>
              <tbody>
                {Object.entries(words).map(([word, said]) => (
                  <tr key={word}>
                    <td lang={language}>{word}</td>
                    <td lang={language}>{said}</td>
                    <td>
                      <Listen language={language} text={word} label={t("lexicon.hear", { word })} />
                      <ActionIcon
                        aria-label={t("lexicon.forget", { word })}
                        onClick={() => void teach(language, word, "").catch(tellError)}
                      >
                        <X size={14} />
                      </ActionIcon>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </main>
    </Frame>
  );
}

function NewWord({ onTeach }: { onTeach: (language: string, word: string, said: string) => Promise<void> }) {
  const { t, language: screen } = useWords();
  const [language, setLanguage] = useState<string>(screen);
  const [word, setWord] = useState("");
  const [said, setSaid] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onTeach(language, word.trim(), said.trim())
      .then(() => {
        setWord("");
        setSaid("");
        return undefined;
      })
      .catch(tellError);
  };
  return (
    <form className="lexicon-new" onSubmit={submit}>
      <Select
        label={t("prompts.language")}
        data={SPOKEN.map((one) => ({ value: one, label: languageName(one, t) }))}
        value={language}
        allowDeselect={false}
        onChange={(one) => one && setLanguage(one)}
      />
      <TextInput
        label={t("lexicon.word")}
        placeholder={t("lexicon.wordExample")}
        value={word}
        maxLength={100}
        onChange={(event) => setWord(event.currentTarget.value)}
        rightSection={<Listen language={language} text={word} label={t("lexicon.hearNow")} />}
      />
      <TextInput
        label={t("lexicon.said")}
        placeholder={t("lexicon.saidExample")}
        value={said}
        maxLength={100}
        onChange={(event) => setSaid(event.currentTarget.value)}
        rightSection={<Listen language={language} text={said} label={t("lexicon.hearThen")} />}
      />
      <Button type="submit" leftSection={<Plus size={14} />} disabled={!word.trim() || !said.trim()}>
        {t("lexicon.add")}
      </Button>
    </form>
  );
}

function Listen({ language, text, label }: { language: string; text: string; label: string }) {
  return (
    <ActionIcon
      aria-label={label}
      title={label}
      disabled={!text.trim()}
      onClick={() => void promptApi.speak(language, text).then(hearFile).catch(tellError)}
    >
      <Play size={14} />
    </ActionIcon>
  );
}
