/** The page that the address names, around it what every page has. */

import { Button, Loader } from "@mantine/core";
import { useEffect } from "react";
import { Editor } from "../editor/Editor";
import { FlowList } from "../home/FlowList";
import { Login } from "../home/Login";
import { useWords } from "../words/words";
import { useCatalog } from "./catalog";
import { Notices } from "./NoticeList";
import { useFlowRoute } from "./route";

export function App() {
  const state = useCatalog((catalog) => catalog.state);
  const open = useCatalog((catalog) => catalog.open);
  const flow = useFlowRoute();
  useEffect(() => void open(), [open]);
  return (
    <>
      {state === "loading" && <Loading />}
      {state === "failed" && <Failed />}
      {state === "login" && <Login />}
      {state === "ready" && (flow ? <Editor key={flow} id={flow} /> : <FlowList />)}
      <Notices />
    </>
  );
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
