/** The keyboard: single keys, dead where text is typed and beside Ctrl, Alt and Meta; they can be turned off. */
import { signal } from "@preact/signals";
import { clearWithout, documentOf, look, place, send, status, toggleWithout, why } from "./model.ts";
import { returnFocus } from "./figures.tsx";
import { changeSpeed, playOrPause } from "./transport-bar.tsx";

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["space, k", "play, or pause"],
  ["← →", "an event back, on"],
  ["Shift ← →", "a minute back, on"],
  [", .", "a mark back, on: opens, closes, revisions, halts"],
  ["[ ]", "slower, faster"],
  ["Home End", "to the start, to the end"],
  ["↑ ↓", "the instrument above, below"],
  ["Enter", "on a value: the events behind it"],
  ["w", "leave out the last event, or take it in again"],
  ["W", "take all events in again"],
  ["g", "go to a position or an instant"],
  ["/", "find an instrument"],
  ["f", "follow a live tape"],
  ["c", "colours of up and down: as in the West, as in Japan and China, as in Korea"],
  ["?", "these keys"],
  ["Esc", "close what is open"],
];

export const areKeysOn = signal(true);
export const showsKeys = signal(false);

export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return closeAll();
    const target = event.target as HTMLElement;
    const isTyping = target.matches("input:not([type=range]):not([type=checkbox]), select, textarea");
    if (!areKeysOn.value || isTyping) return;
    // A focused button is pressed by the space bar, and a slider moved by its own keys.
    const isButton = target.matches("button, summary, a, [type=checkbox]");
    if (isButton && (event.key === " " || event.key === "Enter")) return;
    if (press(event.shiftKey && event.key.length > 1 ? `Shift ${event.key}` : event.key))
      event.preventDefault();
  });
}

/** True if the key means something. */
function press(key: string): boolean {
  const verbs: Readonly<Record<string, () => void>> = {
    " ": playOrPause,
    k: playOrPause,
    ArrowRight: () => send({ do: "step", unit: "event", direction: 1 }),
    ArrowLeft: () => send({ do: "step", unit: "event", direction: -1 }),
    "Shift ArrowRight": () => send({ do: "step", unit: "minute", direction: 1 }),
    "Shift ArrowLeft": () => send({ do: "step", unit: "minute", direction: -1 }),
    ".": () => send({ do: "step", unit: "mark", direction: 1 }),
    ",": () => send({ do: "step", unit: "mark", direction: -1 }),
    "]": () => changeSpeed(1),
    "[": () => changeSpeed(-1),
    Home: () => send({ do: "seek", to: "0" }),
    End: () => send({ do: "seek", to: String(status.value?.head ?? 0) }),
    ArrowDown: () => select(1),
    ArrowUp: () => select(-1),
    w: () => toggleWithout(documentOf("clock").value?.position ?? 0),
    W: clearWithout,
    g: () => document.getElementById("go-to")?.focus(),
    "/": () => document.getElementById("find")?.focus(),
    f: () => send({ do: "follow", isOn: true }),
    c: changeColours,
    "?": () => (showsKeys.value = true),
  };
  if (!Object.hasOwn(verbs, key)) return false;
  verbs[key]?.();
  return true;
}

const ORDERS = ["west", "east", "kr"];

/** Turns the colours of up and down to the next order. */
export function changeColours(): void {
  const { dataset } = document.documentElement;
  dataset["colours"] = ORDERS[(ORDERS.indexOf(dataset["colours"] ?? "west") + 1) % ORDERS.length] ?? "west";
}

function select(direction: 1 | -1): void {
  const shown = documentOf("board").value?.shown ?? [];
  // Asked for already, though the frame that shows it may still be on its way.
  const asked = shown.findIndex(({ id }) => id === place.value.instrument);
  const chosen = asked >= 0 ? asked : shown.findIndex(({ id }) => id === documentOf("selected").value?.id);
  const next = shown[chosen + direction];
  if (next === undefined) return;
  look({ instrument: next.id });
  document.querySelector(`[data-instrument="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: "nearest" });
}

function closeAll(): void {
  showsKeys.value = false;
  if (why.value !== null) returnFocus();
  why.value = null;
  if (document.activeElement?.matches("input")) (document.activeElement as HTMLElement).blur();
}
