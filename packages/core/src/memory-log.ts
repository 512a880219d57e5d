import { contentText } from "./content.ts";
import { MarketError } from "./errors.ts";
import type { MarketEvent } from "./event.ts";
import type { Appended, EventLog } from "./event-log.ts";
import type { Recorded } from "./recorded.ts";

const BATCH_EVENTS = 1024;

/** The smallest log: events in an array of this process. For tests, and for tapes made in code. */
export function memoryLog(name = "memory"): EventLog {
  const recorded: Recorded[] = [];
  const positions = new Map<string, number>();
  const sequences = new Map<string, number>();
  let closed = false;

  /** True where the event stands on the log already. */
  const isRepeat = (event: MarketEvent): boolean => {
    if (event.source !== undefined && event.seq !== undefined)
      return event.seq <= (sequences.get(event.source) ?? -1);
    const position = positions.get(event.id);
    const known = position === undefined ? undefined : recorded[position - 1]?.event;
    if (known === undefined || position === undefined) return false;
    if (contentText(known) === contentText(event)) return true;
    throw new MarketError(
      "ID_CONFLICT",
      `id ${event.id} stands at position ${position} with other content; give the event an id of its own`,
      { id: event.id, position },
    );
  };

  return {
    name,
    head: async () => recorded.length,
    async *read({ from = 1 } = {}) {
      for (let next = from; next <= recorded.length;) {
        const batch = recorded.slice(next - 1, next - 1 + BATCH_EVENTS);
        next += batch.length;
        yield batch;
      }
    },
    async append(events, { expectedHead } = {}): Promise<Appended> {
      if (closed)
        throw new MarketError("LOG_CLOSED", `${name} is closed; open it again to append`, { log: name });
      const head = recorded.length;
      if (expectedHead !== undefined && expectedHead !== head) {
        throw new MarketError(
          "HEAD_MISMATCH",
          `the head is ${head}, not ${expectedHead}; read on from there and try again`,
          { expected: expectedHead, actual: head },
        );
      }
      try {
        for (const event of events) {
          if (isRepeat(event)) continue;
          recorded.push({ position: recorded.length + 1, event });
          positions.set(event.id, recorded.length);
          if (event.source !== undefined && event.seq !== undefined) sequences.set(event.source, event.seq);
        }
      } catch (error) {
        for (const { event } of recorded.splice(head)) positions.delete(event.id);
        sequences.clear();
        for (const { event } of recorded)
          if (event.source !== undefined && event.seq !== undefined) sequences.set(event.source, event.seq);
        throw error;
      }
      const added = recorded.length - head;
      return { head: recorded.length, added, repeated: events.length - added };
    },
    async close() {
      closed = true;
    },
  };
}
