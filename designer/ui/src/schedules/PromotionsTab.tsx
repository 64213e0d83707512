/** Promotions on a timeline, the strongest on top, and the form of the chosen one. */

import { Button, SegmentedControl } from "@mantine/core";
import { ChevronLeft, ChevronRight, Megaphone, Plus } from "lucide-react";
import { useState } from "react";
import { Tool } from "../editor/TopBar";
import { useWords } from "../words/words";
import { addDays, monthAfter, today } from "./dates";
import { change, useDraftDocument } from "./draft";
import { addRule, freshName, ruleOf, rulesOf, setAt, textOf, valueAt } from "./edits";
import { Box } from "./fields";
import { PromotionForm } from "./PromotionForm";
import { PromotionTimeline } from "./PromotionTimeline";
import { rowsOf } from "./timeline";
import { usePreview } from "./usePreview";

export function PromotionsTab() {
  const { t } = useWords();
  const document = useDraftDocument();
  const [length, setLength] = useState("4");
  const [start, setStart] = useState(monthAfter(today(), 0));
  const [chosen, setChosen] = useState<number | null>(() => ruleOf("promotions") ?? 0);
  const view = { first: start, last: addDays(monthAfter(start, Number(length)), -1) };
  const { promotions } = usePreview(view.first, view.last);
  const rows = rowsOf(document["promotions"]);
  const row = rows.find((one) => one.index === chosen);
  const add = (): void => {
    const from = today() < view.first ? view.first : today();
    const rule = {
      id: freshName(document, "promotions", t("promo.new")),
      from,
      to: addDays(from, 6),
      flow: textOf(valueAt(document, ["flows", "open"])),
    };
    change(addRule("promotions", rule));
    setChosen(rulesOf(document, "promotions").length);
  };
  /** Make a promotion just stronger or weaker than its neighbour in the list. */
  const strengthen = (place: number, by: -1 | 1): void => {
    const [own, other] = [rows[place], rows[place + by]];
    if (own && other) change(setAt(["promotions", own.index, "priority"], other.priority - by));
  };
  return (
    <div className="two-columns">
      <Box
        title={t("promo.title")}
        tools={
          <>
            <SegmentedControl
              size="xs"
              aria-label={t("promo.months")}
              data={["1", "4", "12"].map((n) => ({
                value: n,
                label: n === "1" ? t("promo.month") : t("promo.monthsN", { n }),
              }))}
              value={length}
              onChange={setLength}
            />
            <Tool label={t("promo.back")} onClick={() => setStart(monthAfter(start, -1))}>
              <ChevronLeft size={16} />
            </Tool>
            <Tool label={t("promo.on")} onClick={() => setStart(monthAfter(start, 1))}>
              <ChevronRight size={16} />
            </Tool>
            <Button leftSection={<Plus size={14} />} onClick={add}>
              {t("promo.add")}
            </Button>
          </>
        }
      >
        {rows.length === 0 ? (
          <div className="home-empty">
            <Megaphone size={28} aria-hidden />
            <p>{t("promo.empty")}</p>
          </div>
        ) : (
          <>
            <PromotionTimeline
              rows={rows}
              view={view}
              days={promotions}
              chosen={chosen}
              onChoose={setChosen}
              onStrengthen={strengthen}
            />
            <p className="muted">{t("promo.help")}</p>
          </>
        )}
      </Box>
      <div className="column">
        {row && (
          <PromotionForm
            key={row.index}
            index={row.index}
            rule={row.rule}
            onRemoved={() => setChosen(null)}
          />
        )}
      </div>
    </div>
  );
}
