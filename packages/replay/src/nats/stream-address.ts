import { readFileSync } from "node:fs";
import { MarketError } from "@tapefold/core";

/** How a server is reached. */
export interface ServerAddress {
  /** Name in messages: the address without its secrets. */
  readonly name: string;
  /** Options for `connect` of `@nats-io/transport-node`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The content of a credentials file, if one is named. */
  readonly credentials?: Uint8Array;
}

/** Address of a tape on a server. */
export interface StreamAddress extends ServerAddress {
  readonly stream: string;
}

/**
 * Reads `nats://[user:password@ or token@]host[:port]/STREAM[?creds=FILE&ca=FILE&cert=FILE&key=FILE]`; `tls://` asks
 * for an encrypted connection, as does naming one of the last three.
 *
 * @throws MarketError `USAGE`, `LOG_UNREADABLE` for a file that can't be read.
 */
export function streamAddress(address: string): StreamAddress {
  const { path: stream, ...server } = serverAddress(address);
  if (/^[A-Za-z0-9_-]+$/.test(stream)) return { ...server, stream };
  const shown = withoutSecrets(address);
  const message = `${JSON.stringify(shown)} names no stream; write nats://host:port/STREAM`;
  throw new MarketError("USAGE", message, { argument: shown });
}

/** As `streamAddress`, with any path after the host. */
export function serverAddress(address: string): ServerAddress & { readonly path: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.hostname === "") {
    const shown = withoutSecrets(address);
    const message = `${JSON.stringify(shown)} names no server; write nats://host:port/NAME`;
    throw new MarketError("USAGE", message, { argument: shown });
  }
  const path = decodeURIComponent(url.pathname.slice(1));
  const name = `${url.protocol}//${url.host}/${path}`;
  const file = (key: string): Uint8Array | undefined => {
    const named = url.searchParams.get(key);
    return named === null ? undefined : readFile(named, name);
  };
  const [ca, cert, key, credentials] = ["ca", "cert", "key", "creds"].map(file);
  const files = Object.entries({ ca, cert, key }).filter(([, bytes]) => bytes !== undefined);
  const tls = Object.fromEntries(files.map(([kind, bytes]) => [kind, Buffer.from(bytes ?? []).toString()]));
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    name,
    path,
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
