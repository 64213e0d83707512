/** What can be done with a whole day of the week: add hours, copy it to others, close it. */

import { ActionIcon, Menu } from "@mantine/core";
import { MoreHorizontal } from "lucide-react";
import { useWords } from "../words/words";
import { weekdayName } from "./dates";
import { DAYS, copyDay, withDay, type Week } from "./week";
import { DAY, spanOf } from "./spans";

const ALL = DAYS.map((_, day) => day);

export function DayMenu({
  day,
  week,
  onChange,
}: {
  day: number;
  week: Week;
  onChange: (week: Week) => void;
}) {
  const { t, language } = useWords();
  const name = weekdayName(day, language, "long");
  const copies = [
    { label: t("week.copyWorkdays"), to: [0, 1, 2, 3, 4] },
    { label: t("week.copyAll"), to: ALL },
    ...ALL.filter((other) => other !== day).map((other) => ({
      label: t("week.copyTo", { day: weekdayName(other, language, "long") }),
      to: [other],
    })),
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("week.dayMenu", { day: name })} title={t("week.dayMenu", { day: name })}>
          <MoreHorizontal size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {copies.map(({ label, to }) => (
          <Menu.Item key={label} onClick={() => onChange(copyDay(week, day, to))}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onChange(withDay(week, day, [spanOf(540, 1080)]))}>
          {t("week.office")}
        </Menu.Item>
        <Menu.Item onClick={() => onChange(withDay(week, day, [spanOf(0, DAY)]))}>
          {t("week.allDay")}
        </Menu.Item>
        <Menu.Item onClick={() => onChange(withDay(week, day, []))}>{t("week.close")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
