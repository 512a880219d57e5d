/** A page without a browser: it holds the documents that its player sends, and paints each frame at once. */
import { LoadedTape, type Answer, PlayerSession, type Request, type Status } from "@tapefold/replay/player";
import { type MarketEvent, type ReadableLog, type Recorded } from "@tapefold/core";

export class PageDouble {
  readonly documents = new Map<string, unknown>();
  readonly answers: Answer[] = [];
  readonly session: PlayerSession;
  status: Status | undefined;
  /** False to leave frames unpainted. */
  paints = true;
  readonly #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  constructor(tape: LoadedTape, canFollow = false) {
    this.session = new PlayerSession({ tape, canFollow, fault: undefined }, (answer) => this.#hear(answer));
  }

  static async of(log: ReadableLog): Promise<PageDouble> {
    return new PageDouble(await LoadedTape.of(log));
  }

  ask(request: Request): void {
    this.session.receive(request);
  }

  /** Asks, and gives the next answer of a kind. */
  async answerTo<K extends Answer["kind"]>(request: Request, kind: K): Promise<Extract<Answer, { kind: K }>> {
    const from = this.answers.length;
    this.ask(request);
    const find = (): Answer | undefined => this.answers.slice(from).find((answer) => answer.kind === kind);
    await this.until(() => find() !== undefined);
    return find() as Extract<Answer, { kind: K }>;
  }

  /** Goes to a position, and gives all documents there. */
  async at(position: number): Promise<ReadonlyMap<string, unknown>> {
    this.ask({ do: "seek", to: String(position) });
    await this.until(() => this.position === position);
    return new Map(this.documents);
  }

  get position(): number | undefined {
    return (this.documents.get("clock") as { position: number } | undefined)?.position;
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ holds, resolve }));
  }

  #hear(answer: Answer): void {
    this.answers.push(answer);
    if (answer.kind === "frame") {
      this.status = answer.status;
      for (const [name, document] of Object.entries(answer.changes))
        if (document === null && name.includes(":")) this.documents.delete(name);
        else this.documents.set(name, JSON.parse(JSON.stringify(document)));
      if (this.paints) queueMicrotask(() => this.ask({ do: "painted", frame: answer.frame }));
    }
    for (const one of this.#waiting.splice(0))
      if (one.holds()) one.resolve();
      else this.#waiting.push(one);
  }
}

/** Events as a log. */
export function logOf(events: readonly (MarketEvent | Recorded)[]): ReadableLog {
  const recorded = events.map((one, at) => ("event" in one ? one : { position: at + 1, event: one }));
  return {
    name: "made",
    async *read({ from = 1 } = {}) {
      for (let at = from - 1; at < recorded.length; at += 1000) yield recorded.slice(at, at + 1000);
    },
  };
}
