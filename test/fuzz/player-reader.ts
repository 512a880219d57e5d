/** The player's socket: messages of a page, damaged, over a real connection. */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { MarketError } from "@tapefold/core";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import { WebSocket } from "ws";
import type { Reader } from "./fuzz-case.ts";

const golden = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));
/** The player closes a socket that sends more in a second. */
const MESSAGES_A_SOCKET = 300;

const requests: readonly object[] = [
  { do: "play" },
  { do: "speed", speed: 60 },
  { do: "seek", to: "242" },
  { do: "seek", to: "2026-02-10T04:30:00Z" },
  { do: "step", unit: "event", direction: -1 },
  { do: "look", instrument: "N225", find: "9984", page: 0 },
  { do: "without", positions: [236, 240] },
  { do: "why", field: "instruments.N225.record.close.level" },
  { do: "behind", of: { of: "price", instrument: "N225", position: 242 } },
  { do: "events" },
  { do: "painted", frame: 3 },
];

export async function playerReader(): Promise<Reader> {
  const player = await loadPlayer(golden);
  const server = await servePlayer(player);
  const { host, origin } = new URL(server.url);
  let socket: WebSocket | undefined;
  let sent = 0;
  let told: string[] = [];
  /** Called at an answer that nothing damaged asked for, and at the end of the socket. */
  let settled = (): void => {};

  async function opened(): Promise<WebSocket> {
    if (socket?.readyState === WebSocket.OPEN && sent < MESSAGES_A_SOCKET) return socket;
    socket?.terminate();
    const made = new WebSocket(`ws://${host}/socket`, { headers: { origin } });
    await once(made, "open");
    made.send(JSON.stringify({ do: "hello", token: player.token }));
    made.on("message", (data) => {
      const answer = (data as Buffer).toString();
      told.push(answer);
      if (answer.startsWith('{"kind":"digest"')) settled();
    });
    made.on("close", () => {
      if (made === socket) settled();
    });
    [socket, sent] = [made, 1];
    return made;
  }

  /** The answers until the player answers a request that is sound, or closes the socket. */
  async function after(message: Buffer): Promise<readonly string[] | undefined> {
    const open = await opened();
    told = [];
    open.send(message, { binary: false });
    open.send('{"do":"digest"}');
    sent += 2;
    await new Promise<void>((resolve) => (settled = resolve));
    return open.readyState === WebSocket.OPEN ? told : undefined;
  }

  return {
    name: "player messages",
    inputs: requests.map((request) => Buffer.from(JSON.stringify(request))),
    read: async (bytes) => {
      const answers = await after(bytes);
      if (answers === undefined) throw new MarketError("USAGE", "the socket was closed", { argument: "" });
      const internal = answers.find((answer) => answer.includes('"code":"INTERNAL"'));
      if (internal !== undefined) throw new Error(internal);
      return "";
    },
    close: async () => {
      socket?.terminate();
      await server.close();
    },
  };
}
