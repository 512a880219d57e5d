/** A page without a browser: it holds the documents that its player sends, and paints each frame at once. */
import type { ReadableLog, Recorded } from "@tapefold/core";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import { WebSocket } from "ws";

type Document = Readonly<Record<string, unknown>>;
/** An answer of the player; each kind has fields of its own. */
export type Answer = Document & { readonly kind: string };

export class PageDouble {
  readonly documents = new Map<string, unknown>();
  readonly answers: Answer[] = [];
  status: { without: { position: number }[]; head: number; isPlaying: boolean } | undefined;
  /** False to leave frames unpainted. */
  paints = true;
  readonly #socket: WebSocket;
  readonly #close: () => Promise<void>;
  readonly #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  private constructor(socket: WebSocket, close: () => Promise<void>) {
    this.#socket = socket;
    this.#close = close;
    socket.on("message", (data) => this.#hear(JSON.parse((data as Buffer).toString()) as Answer));
  }

  /** Opens a page on a log. */
  static async of(log: ReadableLog, options: Parameters<typeof loadPlayer>[1] = {}): Promise<PageDouble> {
    const player = await loadPlayer(log, options);
    const server = await servePlayer(player);
    const { host, origin } = new URL(server.url);
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { origin } });
    const page = new PageDouble(socket, () => server.close());
    await new Promise((resolve) => socket.on("open", resolve));
    page.ask({ do: "hello", token: player.token });
    return page;
  }

  ask(request: Document): void {
    this.#socket.send(JSON.stringify(request));
  }

  /** Asks, and gives the next answer of a kind. */
  async answerTo(request: Document, kind: string): Promise<Answer> {
    const from = this.answers.length;
    this.ask(request);
    const find = (): Answer | undefined => this.answers.slice(from).find((answer) => answer.kind === kind);
    await this.until(() => find() !== undefined);
    return find() as Answer;
  }

  /** Goes to a position, and gives all documents there as they were asked for last. */
  async at(position: number): Promise<ReadonlyMap<string, unknown>> {
    this.ask({ do: "seek", to: String(position) });
    await this.until(() => this.position === position);
    // By the first answer all frames sent before it are painted; a frame that was due then comes before the second.
    for (const _ of [1, 2]) await this.answerTo({ do: "digest" }, "digest");
    return new Map(this.documents);
  }

  get position(): number | undefined {
    return (this.documents.get("clock") as { position: number } | undefined)?.position;
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ holds, resolve }));
  }

  async close(): Promise<void> {
    this.#socket.terminate();
    await this.#close();
  }

  #hear(answer: Answer): void {
    this.answers.push(answer);
    if (answer.kind === "frame") {
      this.status = answer["status"] as NonNullable<PageDouble["status"]>;
      for (const [name, document] of Object.entries(answer["changes"] as Document))
        if (document === null && name.includes(":")) this.documents.delete(name);
        else this.documents.set(name, document);
      if (this.paints) this.ask({ do: "painted", frame: answer["frame"] });
    }
    for (const one of this.#waiting.splice(0))
      if (one.holds()) one.resolve();
      else this.#waiting.push(one);
  }
}

/** Recorded events as a log. */
export function logOf(events: readonly Recorded[]): ReadableLog {
  return {
    name: "made",
    async *read({ from = 1 } = {}) {
      for (let at = from - 1; at < events.length; at += 1000) yield events.slice(at, at + 1000);
    },
  };
}
