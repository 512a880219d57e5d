/** The connection of the page to its player: a socket to the server, or a worker that folds in the browser. */
import type { Answer, Request } from "../../src/player/request.ts";

/** News of a worker besides answers, before it has a tape to play. */
export type WorkerNews = Answer | { readonly kind: "loading"; readonly events: number };

/** The tape that a worker is given to fold: a file, or the address of a tape with the token for it. */
export type WorkerTape = { readonly file: File } | { readonly address: string; readonly token: string };

export interface Link {
  send(request: Request): void;
}

/** Longest pause between two attempts to connect, in milliseconds. */
const PAUSE_MS_MAX = 4_000;

/**
 * Connects to the server, and connects again when the connection is lost; `opened` is called each time, to say what
 * the page shows. A page without the right token is told so, and stays unconnected.
 */
export function socketLink(
  token: string,
  opened: (link: Link) => void,
  hear: (answer: Answer) => void,
  told: (state: "open" | "lost" | "refused") => void,
): void {
  let pauseMs = 250;
  const connect = (): void => {
    const address = new URL("socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    const socket = new WebSocket(address);
    const link: Link = { send: (request) => socket.send(JSON.stringify(request)) };
    socket.addEventListener("open", () => {
      link.send({ do: "hello", token });
      opened(link);
    });
    socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
      pauseMs = 250;
      told("open");
      hear(JSON.parse(data) as Answer);
    });
    socket.addEventListener("close", ({ code }) => {
      if (code === 1008) return told("refused");
      told("lost");
      setTimeout(connect, pauseMs);
      pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 2);
    });
  };
  connect();
}

/** Folds a tape in a worker of this page. */
export function workerLink(tape: WorkerTape, hear: (news: WorkerNews) => void): Link {
  const worker = new Worker(new URL("./fold-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<WorkerNews>) => hear(data));
  worker.postMessage(tape);
  return { send: (request) => worker.postMessage(request) };
}
