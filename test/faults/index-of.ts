import type { ReadableLog } from "@tapefold/core";
import { type IndexedLog, isIndexed } from "@tapefold/replay";

type TapeIndex = NonNullable<Awaited<ReturnType<IndexedLog["index"]>>>;

/** A store's knowledge of where things stand on it. */
export async function indexOf(log: ReadableLog): Promise<TapeIndex> {
  const index = isIndexed(log) ? await log.index() : undefined;
  if (index === undefined) throw new Error(`${log.name} is no store`);
  return index;
}
