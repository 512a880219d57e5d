/** Folds a tape in the browser: the same rules, the same player, and the same state to the last digit as on a server. */
import { MarketError, parseEvent, type ReadableLog, type Recorded } from "@tapefold/core";
import { config } from "zod";
import { LoadedTape } from "../../src/player/loaded-tape.ts";
import { PlayerSession } from "../../src/player/player-session.ts";
import type { Request } from "../../src/player/request.ts";
import { builtInUpcaster } from "../../src/tape/upcaster.ts";
import type { WorkerNews, WorkerTape } from "./link.ts";

// The page's policy forbids code made at run time, which zod would try otherwise.
config({ jitless: true });

const BATCH_EVENTS = 4_096;

const port = globalThis as unknown as {
  postMessage(news: WorkerNews): void;
  addEventListener(type: "message", heard: (event: MessageEvent<WorkerTape | Request>) => void): void;
};

let session: PlayerSession | undefined;

port.addEventListener("message", ({ data }) => {
  if ("do" in data) session?.receive(data);
  else void load(data).catch((error: unknown) => tellFault(error));
});

async function load(given: WorkerTape): Promise<void> {
  const { name, bytes } = await opened(given);
  const events: Recorded[] = [];
  const fault = await readInto(events, bytes);
  if (events.length === 0 && fault === undefined)
    throw new MarketError("LOG_EMPTY", `${name} holds no event; choose another tape`, {});
  const tape = await LoadedTape.of(logOf(name, events));
  session = new PlayerSession({ tape, canFollow: false, fault }, (answer) => port.postMessage(answer));
  session.receive({ do: "hello", token: "" });
}

async function opened(given: WorkerTape): Promise<{ name: string; bytes: ReadableStream<Uint8Array> }> {
  if ("file" in given) {
    const { name } = given.file;
    const bytes = given.file.stream();
    return { name, bytes: name.endsWith(".gz") ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes };
  }
  const response = await fetch(given.address, { headers: { Authorization: `Bearer ${given.token}` } });
  if (!response.ok || response.body === null) {
    const message = `the server refused the tape (${response.status}); open the address it printed`;
    throw new MarketError("LOG_UNREADABLE", message, {});
  }
  return { name: "tape", bytes: response.body };
}

/** Reads lines as events; gives the fault that ended the reading, if one did. */
async function readInto(
  events: Recorded[],
  bytes: ReadableStream<Uint8Array>,
): Promise<MarketError | undefined> {
  const reader = bytes
    .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }) as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value = "" } = await reader.read();
      const lines = `${rest}${value}`.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) {
        if (line === "") continue;
        const value: unknown = JSON.parse(line);
        // The server tells so of the fault at the tape's end.
        if (typeof value === "string") return new MarketError("LOG_LINE_INVALID", value, { field: "" });
        events.push({ position: events.length + 1, event: parseEvent(builtInUpcaster.value(value)) });
      }
      port.postMessage({ kind: "loading", events: events.length });
      if (done) return undefined;
    }
  } catch (error) {
    const place = `line ${events.length + 1}; ${events.length} events stand before it`;
    const message = error instanceof MarketError ? error.message : "is no line of a tape";
    return new MarketError("LOG_LINE_INVALID", `${message} (${place})`, { field: "" }, error);
  }
}

/** The events as a log; reading it lets messages of the page in between. */
function logOf(name: string, events: readonly Recorded[]): ReadableLog {
  return {
    name,
    async *read({ from = 1 } = {}) {
      for (let next = from - 1; next < events.length; next += BATCH_EVENTS) {
        yield events.slice(next, next + BATCH_EVENTS);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
  };
}

function tellFault(error: unknown): void {
  const code = error instanceof MarketError ? error.code : "INTERNAL";
  port.postMessage({ kind: "fault", code, message: error instanceof Error ? error.message : String(error) });
}
