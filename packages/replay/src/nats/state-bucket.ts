/**
 * Texts in a key-value bucket of a server, by name, for other programs to watch. A text larger than a message is cut; its
 * head is written last and says which pieces it has, so that a reader never sees two texts mixed.
 */
import { createHash } from "node:crypto";
import { MarketError } from "@tapefold/core";
import type { KV } from "@nats-io/kv";
import { explained, isStreamMissing } from "./nats-faults.ts";
import { NatsLink } from "./nats-link.ts";
import { type StreamAddress, streamAddress } from "./stream-address.ts";

/** Bytes of a piece: within the 1 MB that a server takes by default, headers included. */
const PIECE_BYTES = 900_000;

interface Head {
  /** The set of pieces, of which there are two in turn. */
  readonly turn: 0 | 1;
  readonly pieces: number;
  readonly sha256: string;
}

/** A name as a key: letters and digits stay, any other byte is `=` and its hexadecimal digits. */
function keyOf(name: string): string {
  return [...Buffer.from(name)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9_]/.test(char) ? char : `=${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

function nameOf(key: string): string {
  const bytes = key.match(/=[0-9a-f]{2}|[^=]/g) ?? [];
  return Buffer.from(
    bytes.map((text) => (text.startsWith("=") ? parseInt(text.slice(1), 16) : text.charCodeAt(0))),
  ).toString();
}

export class StateBucket {
  readonly name: string;
  readonly #link: NatsLink;
  readonly #bucket: string;
  #kv: Promise<KV> | undefined;

  private constructor(address: StreamAddress) {
    this.name = address.name;
    this.#link = new NatsLink(address);
    this.#bucket = `${address.stream}-states`;
  }

  /** The bucket beside the stream at an address; made at the first writing. */
  static at(address: string): StateBucket {
    return new StateBucket(streamAddress(address));
  }

  /** @throws MarketError `LOG_UNREADABLE`, `LOG_UNWRITABLE` */
  async put(name: string, text: string): Promise<void> {
    try {
      const kv = await this.#open();
      const key = keyOf(name);
      const before = await headOf(kv, key);
      const turn = before?.turn === 0 ? 1 : 0;
      const bytes = Buffer.from(text);
      const pieces = Math.ceil(bytes.length / PIECE_BYTES);
      for (let piece = 0; piece < pieces; piece += 1)
        await kv.put(
          `${key}.${turn}.${piece}`,
          bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES),
        );
      const head: Head = { turn, pieces, sha256: digestOf(bytes) };
      await kv.put(key, JSON.stringify(head));
    } catch (error) {
      throw explained(error, this.name, "written");
    }
  }

  /** The text last put; undefined if there is none, or if it is being replaced just now. */
  async get(name: string): Promise<string | undefined> {
    try {
      const kv = await this.#open();
      const key = keyOf(name);
      const head = await headOf(kv, key);
      if (head === undefined) return undefined;
      const pieces: Uint8Array[] = [];
      for (let piece = 0; piece < head.pieces; piece += 1) {
        const entry = await kv.get(`${key}.${head.turn}.${piece}`);
        if (entry === null) return undefined;
        pieces.push(entry.value);
      }
      const bytes = Buffer.concat(pieces);
      return digestOf(bytes) === head.sha256 ? bytes.toString() : undefined;
    } catch (error) {
      throw explained(error, this.name);
    }
  }

  /** The names of all texts, and then of each that is put; ends with the signal. */
  async *names(signal: AbortSignal): AsyncGenerator<string> {
    try {
      const kv = await this.#open();
      // Keys of heads have no dot.
      const watch = await kv.watch({ key: "*" });
      signal.addEventListener("abort", () => watch.stop(), { once: true });
      if (signal.aborted) watch.stop();
      for await (const { key, operation } of watch) if (operation === "PUT") yield nameOf(key);
    } catch (error) {
      throw explained(error, this.name);
    }
  }

  async close(): Promise<void> {
    if (this.#kv === undefined) return;
    this.#kv = undefined;
    await this.#link.release();
  }

  #open(): Promise<KV> {
    return (this.#kv ??= this.#link.take().then(async ({ js }) => {
      // Loaded only when needed: few who read a tape publish states.
      const { Kvm } = await import("@nats-io/kv").catch((error: unknown) => {
        const message = `needs one more package; npm install @nats-io/kv@3.3.1 (${this.name})`;
        throw new MarketError("LOG_UNREADABLE", message, { log: this.name }, error);
      });
      return new Kvm(js).create(this.#bucket, { history: 1 });
    }));
  }
}

async function headOf(kv: KV, key: string): Promise<Head | undefined> {
  try {
    return (await kv.get(key))?.json<Head>();
  } catch (error) {
    if (isStreamMissing(error)) return undefined;
    throw error;
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
