/** A tape on a server, as it is read. */
import { MarketError, type Recorded } from "@tapefold/core";
import type { Consumer, JsMsg } from "@nats-io/jetstream";
import { LinesReader } from "../jsonl/lines-reader.ts";
import { APPEND, COMMON, END, marketOfToken, placesOf, POSITIONS } from "./append-messages.ts";
import type { Lines, SplitBatch, SplitLog } from "../tape/split-log.ts";
import { explained, Patience } from "./nats-faults.ts";
import { type Link, NatsLink } from "./nats-link.ts";
import { type StreamAddress, streamAddress } from "./stream-address.ts";

/** The end of an append: the message that names it, and the position of its last event. */
interface StreamMark {
  readonly sequence: number;
  readonly position: number;
}

/** Opens a tape on a server for reading; nothing is asked of the server before it is read. */
export function openStreamTape(address: string): StreamTape {
  return new StreamTape(streamAddress(address));
}

export class StreamTape implements SplitLog {
  readonly name: string;
  readonly link: NatsLink;
  protected readonly stream: string;
  readonly #lines: LinesReader;
  /** Ends of appends read so far: the last one, and some before it. */
  readonly #marks: StreamMark[] = [];
  /** Why growth can't be watched. */
  #watchFault: unknown;
  /** When the stream was made; another one of its name is another tape. */
  #created: string | undefined;

  constructor(address: StreamAddress) {
    this.name = address.name;
    this.stream = address.stream;
    this.link = new NatsLink(address);
    this.#lines = new LinesReader(this.name);
  }

  async *read({ from = 1 }: { readonly from?: number } = {}): AsyncGenerator<readonly Recorded[]> {
    let next = from;
    for await (const { ticks, common, end } of this.split({ from })) {
      const pieces = [...ticks.values(), common].flat();
      const parts = pieces.map(({ bytes, positions }) => this.#lines.read(bytes, positions));
      const batch =
        parts.length === 1 ? (parts[0] as Recorded[]) : parts.flat().sort((a, b) => a.position - b.position);
      const rest = batch.filter(({ position }) => position >= next);
      if (rest.length > 0) yield rest;
      next = end + 1;
    }
  }

  async *split({ from = 1 }: { readonly from?: number } = {}): AsyncGenerator<SplitBatch> {
    const link = await this.link.take();
    const patience = new Patience();
    try {
      for (let next = from; ;) {
        try {
          if (this.#watchFault !== undefined) throw this.#watchFault;
          for await (const batch of this.#appends(link, next)) {
            if (batch.end >= next) yield batch;
            next = Math.max(next, batch.end + 1);
            patience.restore();
          }
          return;
        } catch (error) {
          await patience.bear(error);
        }
      }
    } catch (error) {
      throw explained(error, this.name);
    } finally {
      await this.link.release();
    }
  }

  watch(told: (news: "grown") => void): () => void {
    const grown = (): void => told("grown");
    let end = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (end = resolve));
    // Readers are told the fault.
    this.#watchEnds(grown, stopped).catch((error: unknown) => {
      this.#watchFault = error;
      grown();
    });
    return end;
  }

  async #watchEnds(grown: () => void, stopped: Promise<void>): Promise<void> {
    const { js } = await this.link.take();
    try {
      const { DeliverPolicy } = await import("@nats-io/jetstream");
      const consumer = await js.consumers.get(this.stream, {
        filter_subjects: `${this.stream}.end`,
        deliver_policy: DeliverPolicy.New,
        headers_only: true,
      });
      const messages = await consumer.consume({ callback: grown, expires: EXPIRES_MS });
      void (async () => {
        // After a deleted stream or a new connection there may be something to read, or to report.
        for await (const _ of messages.status()) grown();
      })();
      // Messages from before the consumer are reported as well.
      grown();
      await stopped;
      await messages.close();
    } finally {
      await this.link.release();
    }
  }

  /** Sequence of the stream's last message, of whatever append. */
  protected async lastSequence({ jsm }: Link): Promise<number> {
    const { created, state } = await jsm.streams.info(this.stream);
    this.#created ??= created;
    const read = this.#marks.at(-1)?.sequence ?? 0;
    if (created === this.#created && state.last_seq >= read) return state.last_seq;
    const message = `was deleted and made anew while it was read; read it again from its first event (${this.name})`;
    throw new MarketError("LOG_DAMAGED", message, { log: this.name });
  }

  /** Whole appends, one after the other, up to the head. */
  async *#appends(link: Link, from: number): AsyncGenerator<SplitBatch> {
    const before = this.#marks.findLast(({ position }) => position < from) ?? { sequence: 0, position: 0 };
    const last = await this.lastSequence(link);
    if (last <= before.sequence) return;
    const { DeliverPolicy } = await import("@nats-io/jetstream");
    const consumer: Consumer = await link.js.consumers.get(this.stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: before.sequence + 1,
    });
    const messages = await consumer.consume({ max_messages: MESSAGES_AHEAD, expires: EXPIRES_MS });
    const pieces = new Map<string, Piece[]>();
    let head = before.position;
    try {
      for await (const message of messages) {
        const batch = this.#covered(message, pieces, head);
        if (batch !== undefined) {
          head = batch.end;
          this.#mark({ sequence: message.seq, position: head });
          yield batch;
        }
        if (message.seq >= last && message.info.pending === 0) return;
      }
    } finally {
      await messages.close();
      await consumer.delete();
    }
  }

  /** The append that a message ends; undefined if the message isn't the last. */
  #covered(message: JsMsg, pieces: Map<string, Piece[]>, head: number): SplitBatch | undefined {
    const append = message.headers?.get(APPEND) ?? "";
    const end = message.headers?.get(END) ?? "";
    if (end === "") {
      const { data, headers, subject } = message;
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
      const positions = placesOf(headers?.get(POSITIONS) ?? "");
      const token = subject.slice(subject.lastIndexOf(".") + 1);
      pieces.set(append, [
        ...(pieces.get(append) ?? []),
        { token, bytes, positions, areTicks: token !== COMMON },
      ]);
      return undefined;
    }
    const parts = pieces.get(append) ?? [];
    pieces.clear();
    const positions = parts.flatMap((part) => part.positions).sort((a, b) => a - b);
    const isWhole = positions.every((position, index) => position === head + 1 + index);
    if (isWhole && head + positions.length === Number(end)) return splitOf(parts, Number(end));
    const text = `message ${message.seq} ends an append that isn't whole; take the tape from a copy (${this.name})`;
    throw new MarketError("LOG_DAMAGED", text, { log: this.name });
  }

  #mark(mark: StreamMark): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && last.sequence >= mark.sequence) return;
    const before = this.#marks.at(-2)?.position ?? 0;
    if (last !== undefined && last.position - before < MARKS_APART) this.#marks.pop();
    this.#marks.push(mark);
  }
}

/** A message of an append, and the last part of its subject. */
interface Piece extends Lines {
  readonly token: string;
}

function splitOf(parts: readonly Piece[], end: number): SplitBatch {
  const ticks = new Map<string, Lines[]>();
  const common: Lines[] = [];
  for (const part of parts) {
    if (part.token === COMMON) common.push(part);
    else {
      const market = marketOfToken(part.token);
      ticks.set(market, [...(ticks.get(market) ?? []), part]);
    }
  }
  return { end, ticks, common };
}

/** Messages requested ahead while one is read; each holds up to a thousand events. */
const MESSAGES_AHEAD = 64;
/** How long a request for messages holds; a server that is away is missed after half of it. */
const EXPIRES_MS = 2_000;
/** Events between two marks that are kept. */
const MARKS_APART = 50_000;
