/** The page that the address names, around it what every page has. */

import { Button, Loader } from "@mantine/core";
import { useEffect } from "react";
import { DoctorPage } from "../doctor/DoctorPage";
import { Editor } from "../editor/Editor";
import { EmergencyBanner } from "../emergency/EmergencyBanner";
import { FlowList } from "../home/FlowList";
import { Login } from "../home/Login";
import { HotlinesPage } from "../hotlines/HotlinesPage";
import { LexiconPage } from "../prompts/LexiconPage";
import { PromptPage } from "../prompts/PromptPage";
import { PromptsPage } from "../prompts/PromptsPage";
import { CalendarPage } from "../schedules/CalendarPage";
import { SchedulePage } from "../schedules/SchedulePage";
import { SchedulesHome } from "../schedules/SchedulesHome";
import { useWords } from "../words/words";
import { useCatalog } from "./catalog";
import { Notices } from "./NoticeList";
import { useRoute } from "./route";

export function App() {
  const state = useCatalog((catalog) => catalog.state);
  const open = useCatalog((catalog) => catalog.open);
  useEffect(() => void open(), [open]);
  return (
    <>
      {state === "loading" && <Loading />}
      {state === "failed" && <Failed />}
      {state === "login" && <Login />}
      {state === "ready" && (
        <div className="app">
          <EmergencyBanner />
          <div className="app-page">
            <CurrentPage />
          </div>
        </div>
      )}
      <Notices />
    </>
  );
}

function CurrentPage() {
  const { page, id, tab } = useRoute();
  if (page === "prompts") return id ? <PromptPage key={id} name={id} /> : <PromptsPage />;
  if (page === "lexicon") return <LexiconPage />;
  if (page === "doctor") return <DoctorPage />;
  if (page === "hotlines") return <HotlinesPage />;
  if (page === "calendars" && id) return <CalendarPage key={id} id={id} />;
  if (page === "schedules" && id) return <SchedulePage key={id} id={id} tab={tab} />;
  if (page === "schedules" || page === "calendars") return <SchedulesHome />;
  return id ? <Editor key={id} id={id} /> : <FlowList />;
}

function Loading() {
  const { t } = useWords();
  return (
    <div className="centred" role="status" aria-label={t("app.loading")}>
      <Loader size="sm" />
    </div>
  );
}

function Failed() {
  const { t, say } = useWords();
  const { failure, open } = useCatalog();
  return (
    <main className="centred" role="alert">
      <p>{say(failure)}</p>
      <Button onClick={() => void open()}>{t("app.again")}</Button>
    </main>
  );
}
