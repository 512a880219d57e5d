/** Asks for what is too much to send with every frame once the page has come to rest. */
import { effect } from "@preact/signals";
import { documentOf, place, send, status, why } from "./model.ts";

const REST_MS = 150;

export function askWhenSettled(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { position } = documentOf("clock").value ?? {};
    const isPlaying = status.value?.isPlaying ?? true;
    // Read, so that a change of the address alone, as by leaving an event out, asks again.
    void place.value;
    clearTimeout(timer);
    if (position === undefined || isPlaying) return;
    timer = setTimeout(() => {
      send({ do: "events" });
      send({ do: "digest" });
      const field = why.peek()?.field;
      if (field !== undefined) send({ do: "why", field });
    }, REST_MS);
  });
}
