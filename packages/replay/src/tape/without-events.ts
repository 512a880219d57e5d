import { MarketError, type ReadableLog, type Recorded } from "@tapefold/core";

/**
 * The tape as if the events of some ids had never been. The others keep their positions, so that references
 * to them can be looked up on the tape.
 *
 * @throws MarketError, while reading: `USAGE` at the end if the tape has no event of such an id.
 */
export function withoutEvents(log: ReadableLog, ids: readonly string[]): ReadableLog {
  let head = 0;
  return {
    name: log.name,
    sparse: {
      get head() {
        return head;
      },
    },
    async *read({ from = 1 } = {}) {
      const wanted = new Set(ids);
      const missing = new Set(ids);
      for await (const batch of log.read()) {
        const rest: Recorded[] = [];
        for (const recorded of batch) {
          if (wanted.has(recorded.event.id)) missing.delete(recorded.event.id);
          else if (recorded.position >= from) rest.push(recorded);
        }
        head = Math.max(head, batch.at(-1)?.position ?? 0);
        if (rest.length > 0) yield rest;
      }
      const [id] = missing;
      if (id === undefined) return;
      const message = `the tape has no event with the id ${JSON.stringify(id)}; check what is to be left out (${log.name})`;
      throw new MarketError("USAGE", message, { argument: id });
    },
  };
}
