import { type Instant, isAmendment } from "@tapefold/core";
import { damaged } from "./chunk/sealed.ts";
import type { Chunk } from "./chunk/chunk-codec.ts";
import { historyOf } from "./store-history.ts";
import type { StoreFiles } from "./store-files.ts";

/** The parts of a store that are compared with each other. */
interface StoreParts {
  readonly files: StoreFiles;
  readonly name: string;
  headNow(): number;
  chunkAt(first: number): Chunk;
  amendments(upTo: number): readonly unknown[];
  lastSeq(source: string): number | undefined;
}

/**
 * Reads a whole store and compares its parts: chunks that follow each other without a gap, what they say of
 * the tape so far, and the lists of ids, sources and amendments, which must be just what the chunks hold.
 *
 * @throws MarketError `LOG_DAMAGED`
 */
export function checkStore(store: StoreParts): void {
  const { files, name } = store;
  const head = store.headNow();
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw damaged(what, name);
  };
  const sequences = new Map<string, number>();
  let [next, ids, amendments] = [1, 0, 0];
  let latest: Instant = -Infinity;
  for (const key of files.chunks.getKeys({ snapshot: false })) {
    must(key === next, `position ${next} is missing`);
    const chunk = store.chunkAt(key);
    for (const { position, event } of chunk.recorded) {
      const { id, source, seq } = event;
      latest = Math.max(latest, event.at);
      if (isAmendment(event)) amendments += 1;
      if (source === undefined || seq === undefined) {
        ids += 1;
        must(files.ids.get(id) === position, `the id of position ${position} is not where it says`);
      } else {
        must(seq > (sequences.get(source) ?? -1), `position ${position} has a number that came before`);
        sequences.set(source, seq);
      }
    }
    must(
      chunk.latest === latest && chunk.amendments === amendments,
      `chunk ${key} says another thing than it holds`,
    );
    next = key + chunk.events;
  }
  for (const { position, isAsKept } of historyOf(files, name))
    must(isAsKept, `its past up to position ${position} is another than the one that was appended`);
  must(next === head + 1, `it ends at position ${next - 1}, and ${head} were acknowledged`);
  must(files.ids.getCount() === ids, "its list of ids is not whole");
  must(store.amendments(head).length === amendments, "its list of amendments is not whole");
  must(files.sources.getCount() === sequences.size, "its list of sources is not whole");
  for (const [source, seq] of sequences)
    must(store.lastSeq(source) === seq, `the last number of ${source} is another`);
}
