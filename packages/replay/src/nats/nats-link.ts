import { MarketError } from "@tapefold/core";
import type * as JetStream from "@nats-io/jetstream";
import type * as Transport from "@nats-io/transport-node";
import { explained } from "./nats-faults.ts";
import type { ServerAddress, StreamAddress } from "./stream-address.ts";

export interface Link {
  readonly connection: Transport.NatsConnection;
  readonly js: JetStream.JetStreamClient;
  readonly jsm: JetStream.JetStreamManager;
}

/** The oldest server with consumers as they are asked for here. */
const OLDEST_SERVER = "2.9.0";

/** One connection to a server, shared by all who need it; it is closed when the last one is done. */
export class NatsLink {
  readonly #address: StreamAddress;
  #link: Promise<Link> | undefined;
  #users = 0;

  constructor(address: StreamAddress) {
    this.#address = address;
  }

  /** @throws MarketError `LOG_UNREADABLE` */
  async take(): Promise<Link> {
    this.#users += 1;
    try {
      return await (this.#link ??= connected(this.#address));
    } catch (error) {
      this.#link = undefined;
      this.#users -= 1;
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const link = this.#link;
    this.#link = undefined;
    await (await link)?.connection.close();
  }
}

async function connected(address: StreamAddress): Promise<Link> {
  const connection = await connectTo(address);
  try {
    mustBeNew(connection.info?.version ?? "0", address.name);
    const [, jetstream] = await libraries(address.name);
    const jsm = await jetstream.jetstreamManager(connection, { checkAPI: true });
    return { connection, jsm, js: jsm.jetstream() };
  } catch (error) {
    await connection.close();
    throw explained(error, address.name);
  }
}

/**
 * Connects to a server; a connection that is lost later is made again for as long as it takes.
 *
 * @throws MarketError `LOG_UNREADABLE`
 */
export async function connectTo({
  name,
  options,
  credentials,
}: ServerAddress): Promise<Transport.NatsConnection> {
  const [transport] = await libraries(name);
  try {
    return await transport.connect({
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      ...options,
      ...(credentials !== undefined && { authenticator: transport.credsAuthenticator(credentials) }),
    });
  } catch (error) {
    throw explained(error, name);
  }
}

type Libraries = [typeof Transport, typeof JetStream];

/** Loaded only when needed: a user without a server needn't install them. */
async function libraries(log: string): Promise<Libraries> {
  try {
    return await Promise.all([import("@nats-io/transport-node"), import("@nats-io/jetstream")]);
  } catch (error) {
    const message = `needs two more packages; npm install @nats-io/transport-node@3.3.1 @nats-io/jetstream@3.3.1 (${log})`;
    throw new MarketError("LOG_UNREADABLE", message, { log }, error);
  }
}

function mustBeNew(version: string, log: string): void {
  const number = (text: string): number => {
    const [major = 0, minor = 0, patch = 0] = text.split(/[.-]/).map(Number);
    return (major * 1000 + minor) * 1000 + patch;
  };
  if (number(version) >= number(OLDEST_SERVER)) return;
  const message = `the server is version ${version}, and ${OLDEST_SERVER} is the oldest that will do; update it (${log})`;
  throw new MarketError("LOG_UNREADABLE", message, { log });
}
