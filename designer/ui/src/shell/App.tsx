/** The page that the address names, around it what every page has. */

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
import { useCatalog } from "./catalog";
import { Notices } from "./NoticeList";
import { Missing, Opening } from "./Opening";
import { useRoute } from "./route";

export function App() {
  const state = useCatalog((catalog) => catalog.state);
  const { open, failure } = useCatalog();
  useEffect(() => void open(), [open]);
  return (
    <>
      {state === "loading" && <Opening />}
      {state === "failed" && <Missing failure={failure} back="app.again" onBack={() => void open()} />}
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
