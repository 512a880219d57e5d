/** Writers of one tape, of whom any may be late, die and come again; and what each is told. */
import { type EventLog, MarketError } from "@tapefold/core";
import { openLog } from "@tapefold/replay";
import type { MarketDay } from "./market-day.ts";
import { pause } from "./subscribers.ts";
import { world } from "./world.ts";

export interface Acknowledged {
  /** Position up to which a writer was told that all stands. */
  head: number;
}

/**
 * Appends a day's events until all stand. Each batch may repeat what the writer has sent before, as after an answer that
 * was lost.
 */
export async function write(tape: string, { events }: MarketDay, acknowledged: Acknowledged): Promise<void> {
  const { chance } = world();
  try {
    const log = await openLog(tape);
    while (acknowledged.head < events.length) {
      const head = await headOf(log, acknowledged);
      const from = Math.max(0, head - chance.below(4));
      const to = Math.min(events.length, head + 1 + chance.below(6));
      await append(log, events.slice(from, to), acknowledged);
      await pause(chance.below(300));
    }
    await log.close();
  } catch (error) {
    if (!(error instanceof MarketError) || !TOLD.has(error.code)) throw error;
    world().count(`a writer is told ${error.code}`);
    if (error.code === "LOG_TORN") throw error;
  }
}

async function headOf(log: EventLog, acknowledged: Acknowledged): Promise<number> {
  const { head: said } = acknowledged;
  const head = await log.head();
  if (head < said) throw new Error(`${said} were acknowledged and ${head} stand`);
  return head;
}

/** Appends once; a full disk is told, and the writer goes on with the same log. */
async function append(log: EventLog, batch: MarketDay["events"], acknowledged: Acknowledged): Promise<void> {
  try {
    const { head, added, repeated } = await log.append(batch);
    if (added + repeated !== batch.length)
      throw new Error(`${batch.length} were given, ${added} added and ${repeated} known`);
    acknowledged.head = Math.max(acknowledged.head, head);
  } catch (error) {
    if (!(error instanceof MarketError) || error.code !== "LOG_UNWRITABLE") throw error;
    world().count(
      /is full|no more space/.test(error.message)
        ? "a writer is told of a full disk"
        : "a writer is told of a fault",
    );
  }
}

const TOLD = new Set(["LOG_IN_USE", "LOG_UNWRITABLE", "LOG_UNREADABLE", "LOG_NOT_FOUND", "LOG_TORN"]);
