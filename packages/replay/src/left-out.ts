import { MarketError, type ReadableLog, type Recorded } from "@tapefold/core";

/**
 * The tape as if the events of some ids had never been: what follows them moves up, so its state is that of a tape
 * without those lines.
 *
 * @throws MarketError, while reading: `USAGE` at the end where the tape has no event of such an id.
 */
export function leftOut(log: ReadableLog, ids: readonly string[]): ReadableLog {
  return {
    name: log.name,
    async *read({ from = 1 } = {}) {
      const wanted = new Set(ids);
      const missing = new Set(ids);
      let position = 0;
      for await (const batch of log.read()) {
        const rest: Recorded[] = [];
        for (const { event } of batch) {
          if (wanted.has(event.id)) missing.delete(event.id);
          else if (++position >= from) rest.push({ position, event });
        }
        if (rest.length > 0) yield rest;
      }
      const [id] = missing;
      if (id === undefined) return;
      const message = `the tape has no event with the id ${JSON.stringify(id)}; check what is to be left out (${log.name})`;
      throw new MarketError("USAGE", message, { argument: id });
    },
  };
}
