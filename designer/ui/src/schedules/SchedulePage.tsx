/** The page of one schedule: what it is called, how it stands, and its five tabs. */

import { Button } from "@mantine/core";
import {
  ArrowLeft,
  CalendarDays,
  CalendarRange,
  Clock,
  Megaphone,
  Redo2,
  Save,
  Undo2,
  UploadCloud,
} from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { scheduleApi, type Kind } from "../api/schedules";
import { Tool } from "../editor/TopBar";
import { titleIn } from "../model/document";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { Missing, Opening } from "../shell/Opening";
import { goTo } from "../shell/route";
import { useWords } from "../words/words";
import { DaysTab } from "./DaysTab";
import { DraftQuestions, useDraftGuard } from "./DraftQuestions";
import {
  isUnsaved,
  openDraft,
  redoChange,
  saveDraft,
  undoChange,
  useDraft,
  useDraftDocument,
  watchDraft,
} from "./draft";
import { PromotionsTab } from "./PromotionsTab";
import { PublishTab } from "./PublishTab";
import { WeekTab } from "./WeekTab";
import { YearTab } from "./YearTab";

const TABS = [
  { tab: "week", icon: Clock, page: WeekTab },
  { tab: "year", icon: CalendarDays, page: YearTab },
  { tab: "promotions", icon: Megaphone, page: PromotionsTab },
  { tab: "days", icon: CalendarRange, page: DaysTab },
  { tab: "publish", icon: UploadCloud, page: PublishTab },
] as const;

export function SchedulePage({ id, tab }: { id: string; tab: string }) {
  useLiveCheck(id);
  const chosen = TABS.find((one) => one.tab === tab) ?? TABS[0];
  return (
    <DraftPage kind="schedules" id={id}>
      <Tabs id={id} chosen={chosen.tab} />
      <main className="schedule-page">
        <chosen.page />
      </main>
    </DraftPage>
  );
}

/** The frame of a page that edits one draft: its bar, its questions, its keyboard. */
export function DraftPage({ kind, id, children }: { kind: Kind; id: string; children: ReactNode }) {
  const phase = useDraft((draft) => (draft.id === id && draft.kind === kind ? draft.phase : "loading"));
  const failure = useDraft((draft) => draft.failure);
  useEffect(() => {
    void openDraft(kind, id);
    return kind === "schedules" ? watchDraft(id) : undefined;
  }, [kind, id]);
  useDraftGuard(kind, id);
  return (
    <Frame page="schedules">
      {phase === "loading" && <Opening />}
      {phase === "failed" && (
        <Missing failure={failure} back="schedules.back" onBack={() => goTo("#/schedules")} />
      )}
      {phase === "ready" && (
        <>
          <DraftBar />
          {children}
          <DraftQuestions />
        </>
      )}
    </Frame>
  );
}

function DraftBar() {
  const { t, language } = useWords();
  const document = useDraftDocument();
  const { id, kind, published, saving, history } = useDraft();
  const unsaved = useDraft(isUnsaved);
  const live = published ? t("home.live", { n: published.version }) : t("home.draft");
  return (
    <div className="bar draft-bar">
      <Tool label={t("schedules.back")} onClick={() => (location.hash = "#/schedules")}>
        <ArrowLeft size={16} />
      </Tool>
      <div className="bar-name">
        <h1>{titleIn(document["title"], language) || id}</h1>
        <span className="bar-state" role="status">
          {unsaved ? t("bar.unsaved") : t("bar.saved")}
          {kind === "schedules" && ` · ${live}`}
        </span>
      </div>
      <span className="grow" />
      <Tool label={`${t("bar.undo")} (Ctrl+Z)`} disabled={history.past.length === 0} onClick={undoChange}>
        <Undo2 size={16} />
      </Tool>
      <Tool label={`${t("bar.redo")} (Ctrl+Y)`} disabled={history.future.length === 0} onClick={redoChange}>
        <Redo2 size={16} />
      </Tool>
      <Button
        variant={unsaved ? "filled" : "default"}
        loading={saving}
        leftSection={<Save size={14} />}
        onClick={() => void saveDraft()}
      >
        {t("bar.save")}
      </Button>
    </div>
  );
}

function Tabs({ id, chosen }: { id: string; chosen: string }) {
  const { t } = useWords();
  const problems = useDraft((draft) => draft.problems);
  const errors = problems.filter((one) => one.severity === "error").length;
  return (
    <nav className="tabs" aria-label={t("schedules.parts")}>
      {TABS.map(({ tab, icon: Icon }) => (
        <a
          key={tab}
          href={`#/schedules/${encodeURIComponent(id)}/${tab}`}
          aria-current={tab === chosen ? "page" : undefined}
        >
          <Icon size={14} aria-hidden /> {t(`tab.${tab}`)}
          {tab === "publish" && problems.length > 0 && (
            <span className={`badge badge-${errors ? "error" : "warning"}`}>
              {errors ? "✕" : "!"}
              <span className="sr-only">{t("bar.problems", { n: problems.length })}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

const PAUSE_MS = 350;

/** Ask for the problems of the document as it is now, shortly after each change. */
function useLiveCheck(id: string): void {
  const document = useDraftDocument();
  const ready = useDraft((draft) => draft.phase === "ready" && draft.id === id);
  useEffect(() => {
    if (!ready) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      scheduleApi
        .check(id, document)
        .then(({ problems }) => current && useDraft.setState({ problems }))
        .catch(tellError);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [document, id, ready]);
}
