/** Puts faults of a server in words. */
import { setTimeout } from "node:timers/promises";
import { MarketError } from "@tapefold/core";

const STREAM_NOT_FOUND = 10059;
const NOT_ENABLED = new Set([10039, 10076]);
/** Codes for lack of space, on the disk or within the server's limits. */
const NO_SPACE = new Set([10023, 10028, 10047, 10077]);
const WRONG_LAST_SEQUENCE = new Set([10071, 10164]);

/** True if another writer was faster. */
export function isOvertaken(error: unknown): boolean {
  return WRONG_LAST_SEQUENCE.has(codeOf(error));
}

/** True for a stream that isn't there. */
export function isStreamMissing(error: unknown): boolean {
  return codeOf(error) === STREAM_NOT_FOUND;
}

/** True if an answer may still come: the server is away, or slow. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(TimeoutError|RequestError|NoRespondersError|ConnectionError|JetStreamError|JetStreamNotEnabled)$/.test(
      error.name,
    ) &&
    !NO_SPACE.has(codeOf(error))
  );
}

/** How long to go on asking a server that is away. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/** Waits a little if it may help to ask again, else throws the fault. */
export class Patience {
  #sinceMs: number | undefined;

  /** Begins anew after an answer. */
  restore(): void {
    this.#sinceMs = undefined;
  }

  async bear(error: unknown): Promise<void> {
    const nowMs = performance.now();
    this.#sinceMs ??= nowMs;
    if (!isPassing(error) || nowMs - this.#sinceMs > PATIENCE_MS) throw error;
    await setTimeout(PAUSE_MS);
  }
}

/** Why a log on a server can't be read, or with `doing` "written", can't be added to. */
export function explained(error: unknown, log: string, doing: "read" | "written" = "read"): unknown {
  if (error instanceof MarketError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (isStreamMissing(error))
    return new MarketError(
      "LOG_NOT_FOUND",
      `there is no such stream; check its name (${log})`,
      { log },
      error,
    );
  const kind = doing === "read" ? "LOG_UNREADABLE" : "LOG_UNWRITABLE";
  return new MarketError(kind, `${why(error, code)} (${log})`, { log }, error);
}

function why(error: Error, code: number): string {
  const { name, message } = error;
  if (NOT_ENABLED.has(code) || name === "JetStreamNotEnabled")
    return "the server keeps no streams; start it as nats-server -js";
  if (NO_SPACE.has(code)) return "the server has no more space; make some and go on";
  if (/authori[sz]ation|authentication|permission/i.test(`${name} ${message}`))
    return "the server refuses these credentials; check user, token or creds";
  if (
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECTION_REFUSED|timeout|connection refused/i.test(
      `${name} ${message}`,
    )
  )
    return `the server doesn't answer (${message}); check that it runs there`;
  return `the server says ${JSON.stringify(message)}`;
}

function codeOf(error: unknown): number {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "number" ? code : 0;
}
