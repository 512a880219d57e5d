import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { MarketError } from "@tapefold/core";
import type { Player } from "./player.ts";

const CONNECTIONS_MAX = 64;
const REQUEST_MS_MAX = 5_000;
/** How often connections are looked over for those that have taken longer. */
const CHECKED_EVERY_MS = 1_000;

export interface PlayerServer {
  /** Address of the page, with the token that it needs. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a player on the loopback alone, at a port that is free unless one is given.
 *
 * @throws MarketError `USAGE` for a port that can't be taken.
 */
export async function servePlayer(player: Player, port = 0): Promise<PlayerServer> {
  const server = createServer({
    headersTimeout: REQUEST_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    connectionsCheckingInterval: CHECKED_EVERY_MS,
  });
  server.maxConnections = CONNECTIONS_MAX;
  player.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `port ${port} can't be taken (${cause.message}); give another, or none`;
      reject(new MarketError("USAGE", message, { argument: String(port) }, cause));
    });
    server.listen({ host: "127.0.0.1", port }, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/#${player.fragment}`,
    close: async () => {
      await player.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
