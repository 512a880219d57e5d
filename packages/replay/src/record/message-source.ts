/** Connects to the sources of live messages. */
import { createWebSocketStream, WebSocket } from "ws";
import { LineSplitter } from "../jsonl/line-splitter.ts";
import { isStreamAddress, shownAddress } from "../nats/stream-at-address.ts";

/** A live source of messages that can be connected to. */
export interface MessageSource {
  /** Name in messages to the user. */
  readonly name: string;
  /** Connects, and gives messages until the connection is lost or the source ends. */
  readonly messages: (signal: AbortSignal) => AsyncIterable<string>;
  /** True if a lost connection can be made again. */
  readonly isRemote: boolean;
}

/**
 * The source of a name: `-` for standard input, `ws://…` or `wss://…`, `nats://host:port/SUBJECT`. `send` is
 * sent to a WebSocket once it is open, as to subscribe.
 */
export function messageSource(
  name: string,
  stdin: AsyncIterable<Uint8Array>,
  send: readonly string[] = [],
): MessageSource | undefined {
  if (name === "-") return { name: "standard input", messages: () => lines(stdin), isRemote: false };
  const shown = shownAddress(name);
  if (/^wss?:/.test(name))
    return { name: shown, messages: (signal) => webSocketMessages(name, send, signal), isRemote: true };
  if (!isStreamAddress(name)) return undefined;
  return { name: shown, messages: (signal) => subjectMessages(name, signal), isRemote: true };
}

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const splitter = new LineSplitter();
  for await (const chunk of bytes) {
    const whole: string[] = [];
    splitter.split(Buffer.from(chunk), (buffer, from, to) => whole.push(buffer.toString("utf8", from, to)));
    yield* whole.filter((line) => line.trim() !== "");
  }
  const rest = splitter.rest.toString();
  if (rest.trim() !== "") yield rest;
}

/** A message may hold several lines. The socket is read no faster than its messages are taken. */
async function* webSocketMessages(
  url: string,
  send: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const socket = new WebSocket(url);
  socket.on("open", () => send.forEach((text) => socket.send(text)));
  const stream = createWebSocketStream(socket, { readableObjectMode: true });
  const end = (): void => void stream.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    for await (const message of stream)
      yield* String(message)
        .split("\n")
        .filter((line) => line.trim() !== "");
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", end);
    socket.terminate();
  }
}

async function* subjectMessages(address: string, signal: AbortSignal): AsyncGenerator<string> {
  const [{ connectTo }, { serverAddress }] = await Promise.all([
    import("../nats/nats-link.ts"),
    import("../nats/stream-address.ts"),
  ]);
  const server = serverAddress(address);
  const connection = await connectTo(server);
  const end = (): void => void connection.close();
  signal.addEventListener("abort", end, { once: true });
  try {
    for await (const message of connection.subscribe(server.path)) yield message.string();
  } finally {
    signal.removeEventListener("abort", end);
    await connection.close();
  }
}
