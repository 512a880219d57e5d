/** Asks for what is too much to send with every frame once the page has come to rest. */
import { effect } from "@preact/signals";
import { documentOf, place, send, status, why } from "./model.ts";

const REST_MS = 150;

export function askWhenSettled(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { position } = documentOf("clock").value ?? {};
    const isPlaying = status.value?.isPlaying ?? true;
    // An address may be changed, as by leaving an event out, and no more.
    const { instrument } = place.value;
    clearTimeout(timer);
    if (position === undefined || isPlaying || instrument === undefined) return;
    timer = setTimeout(() => {
      send({ do: "events" });
      send({ do: "digest" });
      const field = why.peek()?.field;
      if (field !== undefined) send({ do: "why", field });
    }, REST_MS);
  });
}
