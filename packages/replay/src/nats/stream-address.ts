import { readFileSync } from "node:fs";
import { MarketError } from "@tapefold/core";

/** Where a tape on a server is, and how the server is reached. */
export interface StreamAddress {
  /** What a message calls it: the address without what must stay secret. */
  readonly name: string;
  readonly stream: string;
  /** Options of `connect`, of `@nats-io/transport-node`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The content of a credentials file, if one is named. */
  readonly credentials?: Uint8Array;
}

/**
 * Reads `nats://[user:password@ or token@]host[:port]/STREAM[?creds=FILE&ca=FILE&cert=FILE&key=FILE]`; `tls://` asks
 * for an encrypted connection, as does naming one of the last three.
 *
 * @throws MarketError `USAGE`, `LOG_UNREADABLE` for a file that can't be read.
 */
export function streamAddress(address: string): StreamAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const stream = /^\/([A-Za-z0-9_-]+)$/.exec(url?.pathname ?? "")?.[1];
  if (url === undefined || stream === undefined || url.hostname === "") {
    const message = `${JSON.stringify(withoutSecrets(address))} names no stream; write nats://host:port/STREAM`;
    throw new MarketError("USAGE", message, { argument: withoutSecrets(address) });
  }
  const name = `${url.protocol}//${url.host}/${stream}`;
  const file = (key: string): Uint8Array | undefined => {
    const path = url.searchParams.get(key);
    return path === null ? undefined : readFile(path, name);
  };
  const [ca, cert, key, credentials] = ["ca", "cert", "key", "creds"].map(file);
  const files = Object.entries({ ca, cert, key }).filter(([, bytes]) => bytes !== undefined);
  const tls = Object.fromEntries(files.map(([kind, bytes]) => [kind, Buffer.from(bytes ?? []).toString()]));
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    name,
    stream,
    options: {
      servers: url.host,
      ...(user !== "" && (pass === "" ? { token: user } : { user, pass })),
      ...((url.protocol === "tls:" || files.length > 0) && { tls }),
    },
    ...(credentials !== undefined && { credentials }),
  };
}

function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//");
}

function readFile(path: string, log: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new MarketError("LOG_UNREADABLE", `${path} can't be read; check its path (${log})`, { log }, error);
  }
}
