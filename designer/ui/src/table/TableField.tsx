/** A decision table in the form: how large it is, what is wrong with it, and the way into its grid. */

import { Button, Modal } from "@mantine/core";
import { Suspense, lazy, useState } from "react";
import { stepTitle } from "../canvas/cards";
import { useDocument } from "../editor/store";
import { useForm } from "../form/context";
import { stepsOf } from "../model/document";
import { useCatalog } from "../shell/catalog";
import { useWords } from "../words/words";
import { tableOf } from "./model";

const TableGrid = lazy(() => import("./TableGrid"));

export function TableField() {
  const { t, language } = useWords();
  const { id } = useForm();
  const [open, setOpen] = useState(false);
  const step = stepsOf(useDocument())[id];
  const type = useCatalog((catalog) => catalog.types[step?.type ?? ""]);
  if (!step) return null;
  const { inputs, outputs, rows } = tableOf(step);
  return (
    <div className="table-field">
      <span className="muted">
        {t("table.size", { rows: rows.length, columns: inputs.length + outputs.length })}
      </span>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("table.open")}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="94vw"
        title={stepTitle(id, step, type, language)}
      >
        <Suspense fallback={null}>
          <TableGrid id={id} />
        </Suspense>
      </Modal>
    </div>
  );
}
