/** A fault of the page itself leaves a message and a way back instead of an empty window. */

import { Component, type ReactNode } from "react";
import { useWords } from "../words/words";

export class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  return (
    <main className="centred" role="alert">
      <p>{t("app.broken")}</p>
      <button type="button" onClick={() => location.reload()}>
        {t("app.again")}
      </button>
    </main>
  );
}
