import { type EventLog, MarketError } from "@tapefold/core";
import { isStreamAddress } from "./nats/stream-at-address.ts";

/**
 * Opens a tape for writing, and creates it if it does not exist: `.jsonl` is a file of lines,
 * `nats://host:port/STREAM` a stream on a server, any other name the directory of a store.
 *
 * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`, `LOG_UNREADABLE`, `LOG_DAMAGED`; for a file also what
 * reading it throws.
 */
export async function openLog(path: string): Promise<EventLog> {
  if (path.endsWith(".jsonl")) {
    const { openFileLog } = await import("./jsonl/file-log.ts");
    return openFileLog(path);
  }
  if (isStreamAddress(path)) {
    const { openStreamLog } = await import("./nats/stream-log.ts");
    return openStreamLog(path);
  }
  if (path === "-" || path.endsWith(".gz")) {
    const message = `can't be added to; give a .jsonl file or the directory of a store (${path})`;
    throw new MarketError("LOG_UNWRITABLE", message, { log: path });
  }
  const { openStoreLog } = await import("./store/store-log.ts");
  return openStoreLog(path);
}
