/** A tape on a server, as it is written, by several writers if need be; of two at once one goes first. */
import {
  type Appended,
  type EventLog,
  Intake,
  logClosed,
  MarketError,
  type MarketEvent,
} from "@tapefold/core";
import { nanoid } from "nanoid";
import { LearnedStanding } from "../tape/learned-standing.ts";
import { Listings } from "../tape/listings.ts";
import { APPEND, END, piecesOf, POSITIONS } from "./append-messages.ts";
import { explained, isOvertaken, isStreamMissing, Patience } from "./nats-faults.ts";
import type { Link } from "./nats-link.ts";
import { type StreamAddress, streamAddress } from "./stream-address.ts";
import { StreamTape } from "./stream-tape.ts";

/** How long to wait for an answer before the message is sent again. */
const ANSWER_MS = 5_000;
/** How long the server recognizes a message that is sent twice. */
const DOUBLES_NS = 10 * 60 * 1_000_000_000;
/** Room for headers in a message. */
const HEADER_BYTES = 16 * 1024;

/**
 * Opens a tape on a server for writing; its stream is created if it does not exist. It is read once: some 100
 * bytes of memory for each event that no source numbers.
 *
 * @throws MarketError `LOG_UNREADABLE`, `LOG_UNWRITABLE`, `LOG_DAMAGED`
 */
export async function openStreamLog(address: string): Promise<StreamLog> {
  const log = new StreamLog(streamAddress(address));
  await log.open();
  return log;
}

export class StreamLog extends StreamTape implements EventLog {
  #connected: Link | undefined;
  #standing = new LearnedStanding();
  #listings = new Listings();
  /** Sequence of the stream's last message; undefined if it must be learned again. */
  #sequence: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(address: StreamAddress) {
    super(address);
  }

  async open(): Promise<void> {
    const link = await this.link.take();
    this.#connected = link;
    try {
      await this.#make(link);
      await this.#learn(link);
    } catch (error) {
      await this.close();
      throw explained(error, this.name, "written");
    }
  }

  async head(): Promise<number> {
    try {
      if (this.#connected !== undefined) await this.#inTurn(() => this.#learn(this.#mustBeOpen()));
      return this.#standing.head;
    } catch (error) {
      throw explained(error, this.name);
    }
  }

  append(
    events: readonly MarketEvent[],
    { expectedHead }: { readonly expectedHead?: number } = {},
  ): Promise<Appended> {
    return this.#inTurn(async () => {
      const link = this.#mustBeOpen();
      for (;;) {
        try {
          if (this.#sequence === undefined) await this.#learn(link);
          const intake = new Intake(this.#standing);
          const appended = intake.take(events, expectedHead);
          if (intake.fresh.length > 0) await this.#publish(link, intake.fresh);
          return appended;
        } catch (error) {
          if (!(error instanceof MarketError)) this.#sequence = undefined;
          // Another writer was faster: its events are learned, and these go after them.
          if (!isOvertaken(error)) throw explained(error, this.name, "written");
        }
      }
    });
  }

  async close(): Promise<void> {
    await this.#turn;
    if (this.#connected === undefined) return;
    this.#connected = undefined;
    await this.link.release();
  }

  #mustBeOpen(): Link {
    if (this.#connected === undefined) throw logClosed(this.name);
    return this.#connected;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #make({ jsm }: Link): Promise<void> {
    const { stream, name } = this;
    const subjects = [`${stream}.m.*`, `${stream}.end`];
    try {
      const { config } = await jsm.streams.info(stream);
      if (subjects.every((subject) => config.subjects.includes(subject))) return;
      const message = `is a stream of something else; name another one (${name})`;
      throw new MarketError("LOG_UNREADABLE", message, { log: name });
    } catch (error) {
      if (!isStreamMissing(error)) throw error;
    }
    const { DiscardPolicy } = await import("@nats-io/jetstream");
    await jsm.streams.add({
      name: stream,
      subjects,
      discard: DiscardPolicy.New,
      duplicate_window: DOUBLES_NS,
      allow_direct: true,
    });
  }

  /** Learns everything after what is known, until nothing more has come. */
  async #learn(link: Link): Promise<void> {
    for (const patience = new Patience(); ;) {
      try {
        const sequence = await this.lastSequence(link);
        if (sequence === this.#sequence) return;
        for await (const batch of this.read({ from: this.#standing.head + 1 }))
          for (const { event } of batch) this.#add(event);
        this.#sequence = sequence;
      } catch (error) {
        await patience.bear(error);
      }
    }
  }

  #add(event: MarketEvent): void {
    this.#standing.add(event);
    this.#listings.add(event);
  }

  /** Sends an append: every message expects the one before it, so that no other writer's comes in between. */
  async #publish(link: Link, fresh: readonly MarketEvent[]): Promise<void> {
    const { stream, name } = this;
    const append = nanoid();
    const first = this.#standing.head + 1;
    const bytesMax = (link.connection.info?.max_payload ?? 0) - HEADER_BYTES;
    const pieces = piecesOf(fresh, first, this.#listings, bytesMax, name);
    const before = this.#sequence ?? 0;
    const sent = pieces.map(({ market, positions, lines }, index) =>
      this.#send(link, `${stream}.m.${market}`, lines, before + index, {
        [APPEND]: append,
        [POSITIONS]: positions,
      }),
    );
    const answers = await Promise.allSettled(sent);
    const failed = answers.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    // Sent only now: another writer's messages may make it fit where a piece was refused.
    const last = before + pieces.length;
    const end = String(first + fresh.length - 1);
    await this.#send(link, `${stream}.end`, EMPTY, last, { [APPEND]: append, [END]: end });
    this.#sequence = last + 1;
    for (const event of fresh) this.#add(event);
  }

  /** Sends a message until the server acknowledges it; a message sent twice is kept once. */
  async #send(
    { js, jsm }: Link,
    subject: string,
    body: Uint8Array,
    lastSequence: number,
    fields: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { headers } = await import("@nats-io/transport-node");
    const named = headers();
    for (const [key, value] of Object.entries(fields)) named.set(key, value);
    const msgID = `${fields[APPEND]}-${lastSequence}`;
    for (const patience = new Patience(); ;) {
      try {
        const expect = { streamName: this.stream, lastSequence };
        await js.publish(subject, body, { msgID, headers: named, expect, timeout: ANSWER_MS });
        return;
      } catch (error) {
        await patience.bear(error);
        // A stream that was deleted doesn't answer either.
        await jsm.streams.info(this.stream).catch((fault: unknown) => {
          if (isStreamMissing(fault)) throw fault;
        });
      }
    }
  }
}

const EMPTY = new Uint8Array();
