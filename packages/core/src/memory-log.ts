import { contentText } from "./content.ts";
import type { MarketEvent } from "./event.ts";
import { type Appended, type EventLog, headMismatch, idConflict, logClosed } from "./event-log.ts";
import type { Recorded } from "./recorded.ts";
import { copyTree, freezeTree } from "./tree.ts";

const BATCH_EVENTS = 1024;

/** The smallest log: events in an array of this process. For tests, and for tapes made in code. */
export function memoryLog(name = "memory"): EventLog {
  const recorded: Recorded[] = [];
  const positions = new Map<string, number>();
  const sequences = new Map<string, number>();
  let closed = false;

  /** True where the event stands on the log already. */
  const isRepeat = (event: MarketEvent, index: number): boolean => {
    if (event.source !== undefined && event.seq !== undefined)
      return event.seq <= (sequences.get(event.source) ?? -1);
    const position = positions.get(event.id);
    const known = position === undefined ? undefined : recorded[position - 1]?.event;
    if (known === undefined || position === undefined) return false;
    if (contentText(known) === contentText(event)) return true;
    throw idConflict(event.id, position, index);
  };

  /** Numbers of sources and ids of events that none numbers, as they stand on the log. */
  const know = ({ position, event }: Recorded): void => {
    if (event.source !== undefined && event.seq !== undefined) sequences.set(event.source, event.seq);
    else positions.set(event.id, position);
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
      if (closed) throw logClosed(name);
      const head = recorded.length;
      if (expectedHead !== undefined && expectedHead !== head) throw headMismatch(expectedHead, head);
      try {
        events.forEach((event, index) => {
          if (isRepeat(event, index)) return;
          const copy = copyTree(event);
          freezeTree(copy);
          recorded.push({ position: recorded.length + 1, event: copy });
          know(recorded.at(-1) as Recorded);
        });
      } catch (error) {
        recorded.length = head;
        positions.clear();
        sequences.clear();
        recorded.forEach(know);
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
