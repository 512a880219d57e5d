/** A server of streams and buckets, and the network to it: requests and answers get lost, and it may be full. */
import { type Process, type World, world } from "./world.ts";

export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: ReadonlyMap<string, string>;
  readonly seq: number;
}

interface Stream {
  readonly subjects: readonly string[];
  readonly messages: Message[];
  /** Sequence and time of the messages that were sent with a name. */
  readonly named: Map<string, { readonly seq: number; readonly atMs: number }>;
}

export interface Sent extends Omit<Message, "seq"> {
  readonly name: string;
  readonly expected: number;
}

/** An error of the server, by its number. */
export function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { name: "JetStreamApiError", code });
}

/** How long the server knows a message that is sent twice. */
const DOUBLES_MS = 600_000;
const TIMEOUT_MS = 5_000;

export class Server {
  readonly streams = new Map<string, Stream>();
  readonly buckets = new Map<string, Map<string, Uint8Array>>();
  /** Called whenever a stream or a bucket has grown. */
  readonly listeners = new Set<() => void>();
  #isFull = false;

  stream(name: string): Stream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw refusal(10059, "stream not found");
    return stream;
  }

  publish(name: string, { name: id, expected, ...message }: Sent): void {
    const { messages, named } = this.stream(name);
    const { nowMs } = world();
    const known = named.get(id);
    if (known !== undefined && nowMs - known.atMs < DOUBLES_MS) return;
    if (expected !== messages.length)
      throw refusal(10071, `wrong last sequence: ${messages.length}, not ${expected}`);
    this.#mustHaveRoom();
    const seq = messages.push({ ...message, seq: messages.length + 1 });
    named.set(id, { seq, atMs: nowMs });
    this.#tell();
  }

  put(bucket: string, key: string, value: Uint8Array): void {
    this.#mustHaveRoom();
    this.buckets.get(bucket)?.set(key, value);
    this.#tell();
  }

  #tell(): void {
    for (const told of this.listeners) told();
  }

  /** It may be full from now on, for a while. */
  #mustHaveRoom(): void {
    const { chance, weather } = world();
    if (!this.#isFull && chance.comes(weather.full)) {
      world().count("full server");
      this.#isFull = true;
      world().timer(() => (this.#isFull = false), 200 + chance.below(2_000), { owner: undefined });
    }
    if (this.#isFull) throw refusal(10047, "insufficient resources");
  }
}

/** A connection of a process: what it asks reaches the server in order, or not at all. */
export class Connection {
  readonly #owner: Process = world().process;
  readonly #world: World = world();
  #waiting: { readonly serve: () => void; readonly lose: () => void }[] = [];
  /** Called after a loss, once it stands again. */
  readonly restored = new Set<() => void>();

  ask<T>(serve: () => T): Promise<T> {
    this.#world.mayDie();
    return new Promise((resolve, reject) => {
      const lose = (): void => {
        const late = Object.assign(new Error("timeout"), { name: "TimeoutError" });
        this.#world.timer(() => reject(late), TIMEOUT_MS, { owner: this.#owner });
      };
      const answer = (done: () => void): void =>
        this.#comes("loss") ? lose() : this.#world.later(done, this.#owner);
      this.#waiting.push({
        lose,
        serve: () => {
          try {
            const value = serve();
            answer(() => resolve(value));
          } catch (error) {
            answer(() => reject(error as Error));
          }
        },
      });
      // The server takes it whether or not its sender still lives.
      this.#world.later(() => this.#serveNext(), undefined);
    });
  }

  /** True if a message on its way to the process gets lost, and the connection with it. */
  loses(): boolean {
    if (!this.#comes("fault")) return false;
    this.#lose();
    return true;
  }

  #serveNext(): void {
    if (this.#comes("loss")) this.#lose();
    else this.#waiting.shift()?.serve();
  }

  #lose(): void {
    this.#world.count("lost connection");
    for (const { lose } of this.#waiting.splice(0)) lose();
    const restore = (): void => this.restored.forEach((told) => told());
    this.#world.timer(restore, TIMEOUT_MS, { owner: this.#owner });
  }

  #comes(what: "loss" | "fault"): boolean {
    return this.#world.chance.comes(this.#world.weather[what]);
  }
}

let present: Server | undefined;

/** The server of the present world. */
export function server(): Server {
  if (present === undefined) throw new Error("there is no server yet");
  return present;
}

export function newServer(): Server {
  present = new Server();
  return present;
}
