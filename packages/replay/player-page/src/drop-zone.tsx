import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { visible } from "../../src/report/markup.ts";
import { connection, fault, foldHere, loadedEvents } from "./model.ts";

/** Takes a tape from the user's disk: it is folded in this page, and goes nowhere. */
export function DropZone(): JSX.Element {
  const [isOver, setOver] = useState(false);
  useEffect(keepFiles, []);
  const take = (file: File | undefined): void => {
    if (file !== undefined) foldHere({ file });
  };
  return (
    <main class="drop">
      <h1>tapefold</h1>
      {fault.value !== null && (
        <p class="fault" role="alert">
          {visible(fault.value)}
        </p>
      )}
      {connection.value === "loading" ? (
        <p role="status">{loadedEvents.value.toLocaleString("en-US")} events so far</p>
      ) : (
        <label
          class={isOver ? "zone over" : "zone"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            take(event.dataTransfer?.files[0]);
          }}
        >
          Drop a tape here, or choose one: .jsonl or .jsonl.gz
          <input
            type="file"
            accept=".jsonl,.gz"
            onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
          />
          <span class="quiet">It is folded in this browser, and goes nowhere else.</span>
        </label>
      )}
    </main>
  );
}

/** A file that is dropped beside the zone must not take the place of the page. */
function keepFiles(): () => void {
  const keep = (event: DragEvent): void => event.preventDefault();
  addEventListener("dragover", keep);
  addEventListener("drop", keep);
  return () => {
    removeEventListener("dragover", keep);
    removeEventListener("drop", keep);
  };
}
