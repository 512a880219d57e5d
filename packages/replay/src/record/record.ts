import { setImmediate } from "node:timers/promises";
import { type EventLog, MarketError, type MarketEvent } from "@tapefold/core";
import { asyncScheduler, type SchedulerLike } from "rxjs";
import { waited } from "../tape/waited.ts";
import { SequenceGaps } from "../verify/sequence-gaps.ts";
import type { MessageReader } from "./message-events.ts";
import type { MessageSource } from "./message-source.ts";

/** Options of `record`: its end, its clock, and who is told of trouble. */
export interface RecordOptions {
  readonly read: MessageReader;
  /** Ends the recording when aborted; everything that has come by then is written. */
  readonly signal: AbortSignal;
  /** Clock of the waits before connecting again; the system's if absent. */
  readonly scheduler?: SchedulerLike;
  /** Called with trouble that the user should know: a connection lost, a message that can't be taken. */
  readonly onTrouble?: (what: string) => void;
}

/** The outcome of a recording, in counts. */
export interface Recording {
  readonly head: number;
  readonly added: number;
  readonly repeated: number;
  /** Messages that could not be taken. */
  readonly refused: number;
  /** How often the connection was lost and made again. */
  readonly reconnected: number;
  readonly gaps: SequenceGaps;
}

/** Most events that have come and are not on disk yet; beyond them the source has to wait. */
const WAITING_MAX = 20_000;
const PAUSE_MS = 500;
const PAUSE_MS_MAX = 30_000;

/**
 * Captures a live source into a log until it ends, or is told to end: then everything that came is written
 * and acknowledged. A lost source is connected to again, after half a second, and twice as long each time
 * that fails, up to half a minute.
 *
 * @throws MarketError what the log throws; what a source throws that can't be connected to again.
 */
export async function record(
  { name, messages, isRemote }: MessageSource,
  log: EventLog,
  { read, signal, scheduler = asyncScheduler, onTrouble = () => undefined }: RecordOptions,
): Promise<Recording> {
  const writer = new BatchWriter(log, onTrouble);
  let [refused, reconnected, pauseMs] = [0, 0, PAUSE_MS];
  const take = (text: string): readonly MarketEvent[] => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof MarketError)) throw error;
      refused += 1;
      onTrouble(`a message was left out: ${error.message} (${text.slice(0, 200)})`);
      return [];
    }
  };
  for (;;) {
    try {
      for await (const text of until(messages(signal), signal)) {
        await writer.add(take(text));
        pauseMs = PAUSE_MS;
      }
      if (!isRemote || signal.aborted) break;
      onTrouble(`${name} closed the connection; connecting again in ${pauseMs / 1000} s`);
    } catch (error) {
      if (signal.aborted) break;
      if (!isRemote || writer.fault !== undefined) throw error;
      onTrouble(
        `${name} was lost, ${String((error as Error).message)}; connecting again in ${pauseMs / 1000} s`,
      );
    }
    await waited(pauseMs, scheduler, signal);
    if (signal.aborted) break;
    reconnected += 1;
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
  }
  await writer.flush();
  const { added, repeated, conflicts, gaps } = writer;
  return { head: await log.head(), added, repeated, refused: refused + conflicts, reconnected, gaps };
}

/** Writes everything that came during the append before in one append. */
class BatchWriter {
  readonly gaps = new SequenceGaps();
  added = 0;
  repeated = 0;
  conflicts = 0;
  fault: unknown;
  readonly #log: EventLog;
  readonly #onTrouble: (what: string) => void;
  #waiting: MarketEvent[] = [];
  #writing: Promise<void> | undefined;

  constructor(log: EventLog, onTrouble: (what: string) => void) {
    this.#log = log;
    this.#onTrouble = onTrouble;
  }

  async add(events: readonly MarketEvent[]): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    this.#waiting.push(...events);
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
    if (this.#waiting.length >= WAITING_MAX) await this.flush();
  }

  async flush(): Promise<void> {
    await this.#writing;
    if (this.fault !== undefined) throw this.fault;
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        // Events that come in one piece go in one append.
        await setImmediate();
        const batch = this.#waiting;
        this.#waiting = [];
        await this.#append(batch);
      }
    } catch (error) {
      this.fault = error;
    } finally {
      this.#writing = undefined;
    }
  }

  /** An id that stands with other content costs that event alone. */
  async #append(batch: readonly MarketEvent[]): Promise<void> {
    for (let events = batch; ;) {
      try {
        const appended = await this.#log.append(events);
        this.added += appended.added;
        this.repeated += appended.repeated;
        for (const gap of appended.gaps) this.gaps.add(gap);
        return;
      } catch (error) {
        if (!(error instanceof MarketError) || error.code !== "ID_CONFLICT") throw error;
        const { index } = error.detail as MarketError<"ID_CONFLICT">["detail"];
        this.conflicts += 1;
        this.#onTrouble(`an event was left out: ${error.message}`);
        events = events.toSpliced(index, 1);
      }
    }
  }
}

/** Items until a signal, also while nothing comes. */
async function* until<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a source that gives nothing would not end.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
