/** What people should look at: numbers that nothing answers, schedules that could not be worked out anew. */

import { TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { scheduleApi, type Alarm } from "../api/schedules";
import { live } from "../api/socket";
import { useWords } from "../words/words";

export function AlarmList() {
  const { t, say } = useWords();
  const [alarms, setAlarms] = useState<Alarm[]>([]);
  useEffect(() => {
    const read = (): void => void scheduleApi.alarms().then(setAlarms, () => setAlarms([]));
    read();
    return live.listen("hotlines", read);
  }, []);
  if (alarms.length === 0) return null;
  return (
    <ul className="alarms" aria-label={t("hotlines.alarms")}>
      {alarms.map((alarm) => (
        <li key={alarm.subject}>
          <TriangleAlert size={14} aria-hidden /> {say(alarm.message)}
        </li>
      ))}
    </ul>
  );
}
