import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, type Duplex } from "node:stream";
import { MarketError, type ReadableLog } from "@tapefold/core";
import { type WebSocket, WebSocketServer } from "ws";
import { follow } from "../follow/follow.ts";
import { eventLine } from "../jsonl/event-line.ts";
import { logOf } from "../open-tape.ts";
import { wholePart } from "../report/whole-part.ts";
import { LoadedTape } from "./loaded-tape.ts";
import { pageFiles, type PageFile } from "./page-files.ts";
import { type PlayedTape, PlayerSession } from "./player-session.ts";
import { HEADERS, isSameToken, refusal, socketRefusal } from "./request-guard.ts";
import { type Answer, parseRequest } from "./request.ts";

export interface PlayerOptions {
  /** True to go on as the tape is written. */
  readonly follow?: boolean;
  /** True to leave all folding to the page; a tape is then only handed over, and may be missing. */
  readonly static?: boolean;
}

const SOCKETS_MAX = 16;
const MESSAGE_BYTES_MAX = 4_096;
const MESSAGES_PER_SECOND = 400;
/** Most that waits for a page that does not read. */
const UNREAD_BYTES_MAX = 8_000_000;
const HELLO_MS_MAX = 5_000;
/** The standard's close code of a socket for a broken rule. */
const BROKEN_RULE = 1008;

/**
 * Reads a tape to be played in browsers. A fault at its end is told on the page.
 *
 * @throws MarketError what opening and reading the tape throws besides.
 */
export async function loadPlayer(
  tape: string | ReadableLog | undefined,
  options: PlayerOptions = {},
): Promise<Player> {
  const log = tape === undefined ? undefined : logOf(tape);
  if (options.static === true || log === undefined) return new Player(log, undefined);
  const whole = wholePart(log);
  const loaded = await LoadedTape.of(whole);
  const canFollow = options.follow === true;
  // A tape that is followed may be empty, or be cut off in the middle of a line, for now.
  return new Player(log, { tape: loaded, canFollow, fault: canFollow ? undefined : whole.fault });
}

/** A tape played in browsers: the page and its sockets, for a server that listens on the loopback. */
export class Player {
  /** The secret that the page must send first. */
  readonly token = randomBytes(16).toString("base64url");
  #files: Promise<ReadonlyMap<string, PageFile>> | undefined;
  readonly #log: ReadableLog | undefined;
  readonly #played: PlayedTape | undefined;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  readonly #sessions = new Set<PlayerSession>();
  readonly #ended = new AbortController();

  constructor(log: ReadableLog | undefined, played: PlayedTape | undefined) {
    this.#log = log;
    this.#played = played;
    if (played?.canFollow === true) void this.#grow(played);
  }

  /** The part of the page's address that only its user may know: what to show, and the token. */
  get fragment(): string {
    const token = `t=${this.token}`;
    if (this.#played !== undefined) return token;
    return this.#log === undefined ? "static" : `static&${token}`;
  }

  /** Answers the requests of a server; `hosts` are the names it is known by, the loopback's if absent. */
  attach(server: Server, hosts?: readonly string[]): void {
    const known = (): readonly string[] => hosts ?? loopbackHosts(server);
    server.on("request", (request, response) => {
      this.#handle(request, response, known()).catch(() => end(response, 500));
    });
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head, known()));
  }

  /** Ends all sockets. */
  async close(): Promise<void> {
    this.#ended.abort();
    for (const socket of this.#sockets.clients) socket.terminate();
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  /** The page's files; in a checkout the first call may build them. */
  files(): Promise<ReadonlyMap<string, PageFile>> {
    return (this.#files ??= pageFiles());
  }

  async #handle(request: IncomingMessage, response: ServerResponse, hosts: readonly string[]): Promise<void> {
    const refused = refusal(request, hosts);
    if (refused !== undefined) return end(response, refused);
    if (request.url === "/tape") return this.#handOver(request, response);
    const file = (await this.files()).get(request.url ?? "");
    if (file !== undefined) {
      response.writeHead(200, { ...HEADERS, "Content-Type": file.type, "Content-Length": file.bytes.length });
      response.end(file.bytes);
    } else end(response, 404);
  }

  /** The tape's lines, for a page that folds by itself. */
  #handOver(request: IncomingMessage, response: ServerResponse): void {
    if (this.#played !== undefined || this.#log === undefined) return end(response, 404);
    const [, token = ""] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (!isSameToken(token, this.token)) return end(response, 401);
    response.writeHead(200, { ...HEADERS, "Content-Type": "application/x-ndjson" });
    Readable.from(linesOf(this.#log))
      .on("error", () => response.destroy())
      .pipe(response);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, hosts: readonly string[]): void {
    const isFull = this.#sockets.clients.size >= SOCKETS_MAX;
    const refused =
      socketRefusal(request, hosts) ??
      (request.url !== "/socket" || this.#played === undefined ? 404 : isFull ? 503 : undefined);
    socket.on("error", () => socket.destroy());
    if (refused !== undefined || this.#played === undefined) {
      socket.end(`HTTP/1.1 ${refused} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const played = this.#played;
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#converse(opened, played));
  }

  /** The first message must hold the token; each one after it is a request. */
  #converse(socket: WebSocket, played: PlayedTape): void {
    let session: PlayerSession | undefined;
    let [second, messages] = [0, 0];
    const send = (answer: Answer): void => {
      if (socket.bufferedAmount > UNREAD_BYTES_MAX) socket.terminate();
      else socket.send(JSON.stringify(answer));
    };
    const slow = setTimeout(() => socket.close(BROKEN_RULE, "no token"), HELLO_MS_MAX);
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearTimeout(slow);
      if (session === undefined) return;
      this.#sessions.delete(session);
      void session.close();
    });
    socket.on("message", (data) => {
      const now = Math.floor(performance.now() / 1000);
      [second, messages] = [now, now === second ? messages + 1 : 1];
      if (messages > MESSAGES_PER_SECOND) return socket.close(BROKEN_RULE, "too many messages");
      try {
        const request = parseRequest((data as Buffer).toString());
        if (session === undefined) {
          if (request.do !== "hello" || !isSameToken(request.token, this.token))
            return socket.close(BROKEN_RULE, "wrong token");
          clearTimeout(slow);
          session = new PlayerSession(played, send);
          this.#sessions.add(session);
        }
        session.receive(request);
      } catch (error) {
        if (!(error instanceof MarketError)) throw error;
        socket.close(BROKEN_RULE, "no request");
      }
    });
  }

  /** Takes in the tape as it grows. */
  async #grow(played: PlayedTape): Promise<void> {
    const { tape } = played;
    const { signal } = this.#ended;
    try {
      for await (const batch of follow(this.#log as ReadableLog, { from: tape.position + 1, signal })) {
        await tape.add(batch);
        for (const session of this.#sessions) session.grown();
      }
    } catch (error) {
      if (error instanceof MarketError) played.fault = error;
      for (const session of this.#sessions) session.fail(error);
    }
  }
}

function loopbackHosts(server: Server): readonly string[] {
  const { port } = server.address() as AddressInfo;
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...HEADERS, "Content-Type": "text/plain" });
  response.end();
}

/** A fault at the tape's end is a last line, a text alone, which no event is. */
async function* linesOf(log: ReadableLog): AsyncGenerator<string> {
  const whole = wholePart(log);
  for await (const batch of whole.read()) yield batch.map(({ event }) => `${eventLine(event)}\n`).join("");
  if (whole.fault !== undefined) yield `${JSON.stringify(whole.fault.message)}\n`;
}
