/** A log in memory, the smallest one. */
import { copyTree, freezeTree } from "../plain/plain-value.ts";
import { contentText } from "./event-content.ts";
import { type Appended, type EventLog, logClosed } from "./event-log.ts";
import { Intake, type Standing } from "./intake.ts";
import type { Recorded } from "./recorded.ts";

const BATCH_EVENTS = 1024;

/** A log that keeps its events in an array of this process. For tests, and for tapes made in code. */
export function memoryLog(name = "memory"): EventLog {
  const recorded: Recorded[] = [];
  const positions = new Map<string, number>();
  const sequences = new Map<string, number>();
  const watchers = new Set<(news: "grown" | "ended") => void>();
  const tell = (news: "grown" | "ended"): void => watchers.forEach((told) => told(news));
  let closed = false;

  const standing: Standing = {
    get head() {
      return recorded.length;
    },
    lastSeq: (source) => sequences.get(source),
    positionOf: (id) => positions.get(id),
    isAt: (position, event) => {
      const known = recorded[position - 1]?.event;
      return known !== undefined && contentText(known) === contentText(event);
    },
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
      const intake = new Intake(standing);
      const appended = intake.take(events, expectedHead);
      for (const event of intake.fresh) {
        const copy = copyTree(event);
        freezeTree(copy);
        const position = recorded.push({ position: recorded.length + 1, event: copy });
        if (copy.source === undefined || copy.seq === undefined) positions.set(copy.id, position);
        else sequences.set(copy.source, copy.seq);
      }
      if (appended.added > 0) tell("grown");
      return appended;
    },
    watch(told) {
      // A new function, so that a watcher given twice is called twice.
      const watcher: typeof told = (news) => told(news);
      watchers.add(watcher);
      if (closed) told("ended");
      return () => void watchers.delete(watcher);
    },
    async close() {
      closed = true;
      tell("ended");
    },
  };
}
