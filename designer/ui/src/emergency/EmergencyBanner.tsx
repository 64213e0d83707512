/** What every page shows while an emergency holds: which flow answers where, until when, and ending it. */

import { Button, Menu } from "@mantine/core";
import { Siren } from "lucide-react";
import { useEffect } from "react";
import { scheduleApi, type Emergency } from "../api/schedules";
import { useCatalog } from "../shell/catalog";
import { tell, tellError } from "../shell/notices";
import { useWords } from "../words/words";
import { followEmergencies, readEmergencies, useEmergencies } from "./store";

export const LENGTHS = [60, 240, 480, 1440] as const;

export function EmergencyBanner() {
  const active = useEmergencies((state) => state.active);
  useEffect(followEmergencies, []);
  return active.map((one) => <Line key={one.id} emergency={one} />);
}

function Line({ emergency }: { emergency: Emergency }) {
  const { t, say, language } = useWords();
  const flow = useCatalog((catalog) => catalog.flows.find((one) => one.id === emergency.flow));
  const numbers = emergency.hotlines === "all" ? t("emergency.all") : emergency.hotlines.join(", ");
  const until = new Date(emergency.until).toLocaleString(language, {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return (
    <div className="emergency-line" role="alert">
      <Siren size={16} aria-hidden />
      <strong>{t("emergency.holds")}</strong>
      <span>
        {t("emergency.says", { numbers, flow: flow ? say(flow.title) || flow.id : emergency.flow, until })}
      </span>
      {emergency.by && <small>{t("emergency.by", { who: emergency.by })}</small>}
      <span className="grow" />
      <Extend emergency={emergency} />
      <Button size="compact-xs" variant="white" color="red" onClick={() => end(emergency)}>
        {t("emergency.end")}
      </Button>
    </div>
  );
}

function end(emergency: Emergency): void {
  scheduleApi
    .endEmergency(emergency.id)
    .then(() => tell("good", "emergency.ended"))
    .then(readEmergencies)
    .catch(tellError);
}

function Extend({ emergency }: { emergency: Emergency }) {
  const { t } = useWords();
  const extend = (minutes: number): void => {
    scheduleApi
      .extendEmergency(emergency.id, minutes)
      .then(() => tell("good", "emergency.extended"))
      .then(readEmergencies)
      .catch(tellError);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="outline" color="white">
          {t("emergency.extend")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LENGTHS.slice(0, 3).map((minutes) => (
          <Menu.Item key={minutes} onClick={() => extend(minutes)}>
            {t("emergency.longer", { n: minutes / 60 })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
