/** Who may write a log: one process at a time, named by a record that outlives neither it nor the machine's start. */
import { readFileSync } from "node:fs";
import { MarketError } from "@tapefold/core";
import { nanoid } from "nanoid";

export interface Owner {
  readonly pid: number;
  /** When the process started, in ticks since the machine did; null if the system doesn't tell. */
  readonly started: string | null;
  /** Names the machine's last start; null if the system doesn't tell. */
  readonly boot: string | null;
  /** Known to the owner alone; an append is refused if it doesn't find it in the log. */
  readonly token: string;
}

/** A record of this process, with a token of its own. */
export function newOwner(): Owner {
  return { pid: process.pid, started: startOf(process.pid), boot: bootId(), token: nanoid() };
}

/** False if the process has ended, even if another one has its number by now. */
export function isAlive({ pid, started, boot }: Owner): boolean {
  if (boot !== null && bootId() !== null && boot !== bootId()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // No permission to signal the process: it exists.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return started === null || started === startOf(pid);
}

/** The error for a log that already has a writer. */
export function inUse(log: string, { pid }: Owner): MarketError<"LOG_IN_USE"> {
  const who = pid === process.pid ? "this process" : `process ${pid}`;
  return new MarketError(
    "LOG_IN_USE",
    `${who} writes it; a log has one writer, end that one first (${log})`,
    {
      log,
      pid,
    },
  );
}

/** The error for a writer that another process took over from, as happens to one taken for dead. */
export function takenOver(log: string, owner: Owner | undefined): MarketError<"LOG_IN_USE"> {
  const who = owner === undefined ? "another process" : `process ${owner.pid}`;
  const message = `${who} has taken it over; nothing was added, open it again to go on (${log})`;
  return new MarketError("LOG_IN_USE", message, { log, pid: owner?.pid ?? 0 });
}

function startOf(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  // The command stands in brackets and may hold spaces; the start is the twentieth word after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function bootId(): string | null {
  return readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? null;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
