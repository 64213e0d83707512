/** The home page: every flow of the workspace and how it stands. */

import { Button } from "@mantine/core";
import { Plus, Workflow } from "lucide-react";
import { useEffect, useState } from "react";
import type { FlowRow } from "../api/types";
import { live } from "../api/socket";
import { useCatalog } from "../shell/catalog";
import { Frame } from "../shell/Frame";
import { tellError } from "../shell/notices";
import { goToFlow } from "../shell/route";
import { useWords } from "../words/words";
import { NewFlow } from "./NewFlow";

export function FlowList() {
  const { t } = useWords();
  const { flows, readFlows, session } = useCatalog();
  const [creating, setCreating] = useState(false);
  useEffect(() => {
    readFlows().catch(tellError);
    return live.listen("flows", () => readFlows().catch(tellError));
  }, [readFlows]);
  return (
    <Frame page="flows">
      <main className="home-page">
        <div className="home-head">
          <h1>{t("home.title")}</h1>
          <span className="grow" />
          <Button leftSection={<Plus size={14} />} onClick={() => setCreating(true)}>
            {t("home.new")}
          </Button>
        </div>
        {flows.length === 0 ? (
          <div className="home-empty">
            <Workflow size={32} aria-hidden />
            <p>{t("home.empty")}</p>
          </div>
        ) : (
          <ul className="flow-rows">
            {flows.map((flow) => (
              <Row key={flow.id} flow={flow} />
            ))}
          </ul>
        )}
        <p className="home-foot">{t("home.workspace", { path: session?.workspace ?? "" })}</p>
      </main>
      <NewFlow opened={creating} onClose={() => setCreating(false)} />
    </Frame>
  );
}

function Row({ flow }: { flow: FlowRow }) {
  const { t, say } = useWords();
  return (
    <li>
      <a
        className="flow-row"
        href={`#/flows/${encodeURIComponent(flow.id)}`}
        onClick={(event) => {
          event.preventDefault();
          goToFlow(flow.id);
        }}
      >
        <span className="flow-name">
          <strong>{say(flow.title) || flow.id}</strong>
          <small>{flow.id}</small>
        </span>
        <span className="flow-marks">
          {flow.errors > 0 && <span className="mark mark-error">{t("home.errors", { n: flow.errors })}</span>}
          {flow.warnings > 0 && (
            <span className="mark mark-warning">{t("home.warnings", { n: flow.warnings })}</span>
          )}
          {flow.published && flow.changed && <span className="mark">{t("home.changed")}</span>}
          {flow.published ? (
            <span className="mark mark-good">{t("home.live", { n: flow.published.version })}</span>
          ) : (
            <span className="mark">{t("home.draft")}</span>
          )}
        </span>
      </a>
    </li>
  );
}
