/** The three libraries for a server, as far as tapes and states on one ask for them, over the server in memory. */
import { Connection, type Message, server } from "./fake-server.ts";
import { News } from "./news.ts";
import { world } from "./world.ts";

export const DeliverPolicy = { StartSequence: "by_start_sequence", New: "new" };
export const DiscardPolicy = { New: "new" };

interface ConsumerConfig {
  readonly deliver_policy: string;
  readonly opt_start_seq?: number;
  readonly filter_subjects?: string;
}

interface PublishOptions {
  readonly msgID: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly expect: { readonly lastSequence: number };
}

export const headers = (): Map<string, string> => new Map();

export async function connect() {
  world().mayDie();
  const link = new Connection();
  return { link, info: { version: "2.12.0", max_payload: 1_048_576 }, close: async () => undefined };
}

export async function jetstreamManager({ link }: { readonly link: Connection }) {
  const streams = {
    info: (name: string) =>
      link.ask(() => {
        const { subjects, messages } = server().stream(name);
        return { created: name, config: { subjects }, state: { last_seq: messages.length } };
      }),
    add: ({ name, subjects }: { readonly name: string; readonly subjects: readonly string[] }) =>
      link.ask(() => {
        if (!server().streams.has(name))
          server().streams.set(name, { subjects, messages: [], named: new Map() });
      }),
  };
  return { streams, jetstream: () => jetstream(link) };
}

function jetstream(link: Connection) {
  return {
    link,
    publish: (subject: string, data: Uint8Array, { msgID, expect, headers: given }: PublishOptions) =>
      link.ask(() => {
        const stream = subject.split(".")[0] ?? "";
        const sent = { subject, data, headers: new Map(given), name: msgID, expected: expect.lastSequence };
        server().publish(stream, sent);
      }),
    consumers: {
      get: (stream: string, config: ConsumerConfig) =>
        link.ask(() => {
          const { messages } = server().stream(stream);
          const first =
            config.deliver_policy === DeliverPolicy.New ? messages.length + 1 : config.opt_start_seq;
          return consumer(link, messages, first ?? 1, config.filter_subjects);
        }),
    },
  };
}

function consumer(
  link: Connection,
  messages: readonly Message[],
  first: number,
  subject: string | undefined,
) {
  const consume = async ({ callback }: { readonly callback?: () => void }) => {
    const news = new News(link);
    if (callback !== undefined) {
      let next = first;
      news.onNews(() => {
        const fresh = messages.slice(next - 1).filter((message) => message.subject === subject);
        next = messages.length + 1;
        if (fresh.length > 0 && !link.loses()) callback();
      });
    }
    return {
      close: async () => news.end(),
      status: () => news.restorations(),
      async *[Symbol.asyncIterator]() {
        for (let next = first; ; next += 1) {
          while (messages[next - 1] === undefined) if (!(await news.wait())) return;
          await link.ask(() => undefined).catch(() => undefined);
          if (link.loses()) throw Object.assign(new Error("connection lost"), { name: "ConnectionError" });
          if (news.isOver) return;
          const { headers: given, ...message } = messages[next - 1] as Message;
          const named = { get: (key: string) => given.get(key) ?? "" };
          yield { ...message, headers: named, info: { pending: messages.length - next } };
        }
      },
    };
  };
  return { consume, delete: async () => true };
}

export class Kvm {
  readonly #link: Connection;

  constructor({ link }: { readonly link: Connection }) {
    this.#link = link;
  }

  create(bucket: string) {
    const link = this.#link;
    const entries = (): Map<string, Uint8Array> => server().buckets.get(bucket) ?? new Map();
    const kv = {
      put: (key: string, value: Uint8Array | string) =>
        link.ask(() => server().put(bucket, key, Buffer.from(value as Uint8Array))),
      get: (key: string) =>
        link.ask(() => {
          const value = entries().get(key);
          return value === undefined ? null : { value, json: () => JSON.parse(value.toString()) as unknown };
        }),
      watch: () => link.ask(() => undefined).then(() => watchOf(entries, new News(link))),
    };
    return link.ask(() => {
      if (!server().buckets.has(bucket)) server().buckets.set(bucket, new Map());
      return kv;
    });
  }
}

/** The heads of texts that are there, and then each that is put. */
function watchOf(entries: () => ReadonlyMap<string, Uint8Array>, news: News) {
  const told = new Map<string, Uint8Array>();
  return {
    stop: () => news.end(),
    async *[Symbol.asyncIterator]() {
      do {
        for (const [key, value] of entries()) {
          if (key.includes(".") || told.get(key) === value) continue;
          told.set(key, value);
          yield { key, operation: "PUT" };
        }
      } while (await news.wait());
    },
  };
}
