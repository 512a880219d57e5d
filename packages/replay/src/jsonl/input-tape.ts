import { read } from "node:fs";
import { promisify } from "node:util";
import { MarketError, type ReadableLog } from "@tapefold/core";
import { jsonlLog } from "./jsonl-log.ts";
import { openSpool, spoolInto } from "./spool.ts";

const CHUNK_BYTES = 256 * 1024;
const readFile = promisify(read);

/**
 * Standard input as a tape that grows while it comes in: reading gives what has come by then. It is kept in a
 * temporary file, so that it can be read again.
 *
 * @throws MarketError, while reading: `LOG_UNREADABLE` for an archive; what a tape of lines throws.
 */
export function inputTape(input: AsyncIterable<Uint8Array>, name = "standard input"): ReadableLog {
  const watchers = new Set<(news: "grown" | "ended") => void>();
  let isEnded = false;
  let fault: unknown;
  let file: Promise<number> | undefined;
  const tell = (): void => watchers.forEach((told) => told(isEnded ? "ended" : "grown"));
  const begin = (): Promise<number> =>
    (file ??= openSpool().then((spool) => {
      spoolInto(spool, input, tell)
        .catch((error: unknown) => (fault = error))
        .finally(() => {
          isEnded = true;
          tell();
        });
      return spool;
    }));
  const lines = jsonlLog(name, async function* (mark) {
    const spool = await begin();
    for (let at = mark?.bytes ?? 0; ;) {
      const { buffer, bytesRead } = await readFile(
        spool,
        Buffer.allocUnsafe(CHUNK_BYTES),
        0,
        CHUNK_BYTES,
        at,
      );
      const chunk = buffer.subarray(0, bytesRead);
      if (at === 0 && chunk[0] === GZIP_MAGIC) throw packed(name);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield chunk;
    }
    if (fault !== undefined) throw fault;
  });
  return {
    ...lines,
    watch(told) {
      const watcher: typeof told = (news) => told(news);
      watchers.add(watcher);
      void begin();
      if (isEnded) told("ended");
      return () => void watchers.delete(watcher);
    },
  };
}

const GZIP_MAGIC = 0x1f;

function packed(name: string): MarketError {
  const message = `is an archive, which can't be followed; unpack it on the way, as gunzip -c does (${name})`;
  return new MarketError("LOG_UNREADABLE", message, { log: name });
}
