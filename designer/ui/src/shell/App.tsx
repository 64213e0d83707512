/** The page that the address names, around it what every page has. */

import { Suspense, useEffect } from "react";
import { EmergencyBanner } from "../emergency/EmergencyBanner";
import { FlowList } from "../home/FlowList";
import { Login } from "../home/Login";
import { useCatalog } from "./catalog";
import { Notices } from "./NoticeList";
import { Missing, Opening } from "./Opening";
import {
  CalendarPage,
  DoctorPage,
  Editor,
  fetchPages,
  HotlinesPage,
  LexiconPage,
  MonitorPage,
  PromptPage,
  PromptsPage,
  SchedulePage,
  SchedulesHome,
} from "./pages";
import { useRoute } from "./route";

export function App() {
  const state = useCatalog((catalog) => catalog.state);
  const { open, failure } = useCatalog();
  useEffect(() => void open(), [open]);
  useEffect(() => (state === "ready" ? fetchPages() : undefined), [state]);
  return (
    <>
      {state === "loading" && <Opening />}
      {state === "failed" && <Missing failure={failure} back="app.again" onBack={() => void open()} />}
      {state === "login" && <Login />}
      {state === "ready" && (
        <div className="app">
          <EmergencyBanner />
          <div className="app-page">
            <Suspense fallback={<Opening />}>
              <CurrentPage />
            </Suspense>
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
  if (page === "monitor") return <MonitorPage />;
  if (page === "hotlines") return <HotlinesPage />;
  if (page === "calendars" && id) return <CalendarPage key={id} id={id} />;
  if (page === "schedules" && id) return <SchedulePage key={id} id={id} tab={tab} />;
  if (page === "schedules" || page === "calendars") return <SchedulesHome />;
  return id ? <Editor key={id} id={id} /> : <FlowList />;
}
