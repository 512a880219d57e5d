/** A part of a tape, folded by a thread of its own. */
import { Worker } from "node:worker_threads";
import { State } from "@tapefold/core";
import type { Lines } from "../tape/split-log.ts";
import { type FoldedPart, type PackedPart, partRules } from "./part-fold.ts";
import type { Part, SourceOf } from "./part.ts";
import { fromWire, type PartAnswer, PartLost, type PartTask, toWire } from "./part-wire.ts";

export class WorkerPart implements Part {
  kept: PackedPart | undefined;
  readonly #worker: Worker;
  readonly #waiting: { resolve: (answer: PartAnswer) => void; reject: (why: Error) => void }[] = [];
  #lost: PartLost | undefined;

  constructor(log: string, from?: PackedPart) {
    this.kept = from;
    const options = { workerData: { log, ...(from !== undefined && { from: toWire(from) }) } };
    // Node 20 hands the loader of TypeScript on to no thread.
    this.#worker = import.meta.url.endsWith(".ts")
      ? new Worker(
          `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then((tsx) => {
          tsx.register();
          return import(${JSON.stringify(new URL("part-worker.ts", import.meta.url).href)});
        })`,
          { ...options, eval: true, execArgv: [] },
        )
      : new Worker(new URL("part-worker.js", import.meta.url), options);
    this.#worker.on("message", (answer: PartAnswer) => this.#waiting.shift()?.resolve(answer));
    // An error is followed by the exit.
    this.#worker.on("error", () => undefined);
    this.#worker.on("exit", () => {
      this.#lost = new PartLost("a worker has ended");
      for (const { reject } of this.#waiting.splice(0)) reject(this.#lost);
    });
  }

  async add(lines: readonly Lines[]): Promise<readonly SourceOf[]> {
    const { sources = [] } = await this.#ask(
      lines.map((piece) => ({ ...piece, positions: Float64Array.from(piece.positions) })),
    );
    return sources;
  }

  async folded(): Promise<FoldedPart | undefined> {
    const { folded } = await this.#ask("end");
    if (folded === undefined) return undefined;
    const packed = fromWire(folded);
    return { ...packed, state: State.unpack(packed.state, partRules) };
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(task: PartTask): Promise<PartAnswer> {
    if (this.#lost !== undefined) throw this.#lost;
    const answered = new Promise<PartAnswer>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#worker.postMessage(task);
    const answer = await answered;
    if (answer.fault !== undefined) throw new Error(answer.fault);
    if (answer.folded !== undefined && task !== "end") this.kept = fromWire(answer.folded);
    return answer;
  }
}
