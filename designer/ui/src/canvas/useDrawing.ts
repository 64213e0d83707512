/** The cards and wires of the open document, in the words of the chosen language. */

import { useMemo, useState } from "react";
import { placesOf, useDocument, useEditor } from "../editor/store";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { cardsOf, wiresOfCards, type Card, type DrawingWords, type Wire } from "./cards";

export function useDrawingWords(): DrawingWords {
  const { t, language } = useWords();
  const prompts = useCatalog((catalog) => catalog.prompts);
  return useMemo(
    () => ({
      language,
      promptText: (name) => {
        const texts = prompts[name]?.languages ?? {};
        return texts[language]?.text ?? Object.values(texts).find((one) => one.text)?.text ?? "";
      },
      seconds: (count) => t("unit.seconds", { n: count }),
      spoken: (data) =>
        [
          data.title,
          data.start ? t("card.start") : "",
          data.summary,
          t("card.exits", { n: data.exits.length }),
          data.errors ? t("home.errors", { n: data.errors }) : "",
          data.warnings ? t("home.warnings", { n: data.warnings }) : "",
        ]
          .filter(Boolean)
          .join(", "),
    }),
    [t, language, prompts],
  );
}

/** Cards that did not change keep their identity, so that only the others are drawn again. */
export function useDrawing(): { cards: Card[]; wires: Wire[] } {
  const document = useDocument();
  const problems = useEditor((state) => state.problems);
  const types = useCatalog((catalog) => catalog.types);
  const words = useDrawingWords();
  const [known] = useState(() => new Map<string, { text: string; card: Card }>());
  return useMemo(() => {
    const cards = cardsOf(document, placesOf(document, types), types, problems, words).map((card) => {
      const text = JSON.stringify(card);
      const old = known.get(card.id);
      if (old?.text === text) return old.card;
      known.set(card.id, { text, card });
      return card;
    });
    return { cards, wires: wiresOfCards(cards) };
  }, [document, problems, types, words, known]);
}
