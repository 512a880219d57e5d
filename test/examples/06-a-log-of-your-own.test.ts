// A log that keeps each event as text under its position, as a key-value server would. The contract of logs tests it.
import { contentText, type EventLog, Intake, logClosed, type MarketEvent } from "@tapefold/core";
import { logContract } from "@tapefold/core/testing";
import { test } from "vitest";

type Entries = Map<number, string>;

function keyValueLog(entries: Entries, name = "entries"): EventLog {
  const eventAt = (position: number) => JSON.parse(entries.get(position) ?? "null") as MarketEvent;
  const positions = new Map<string, number>();
  const sequences = new Map<string, number>();
  for (const position of entries.keys()) index(position);
  let isClosed = false;

  function index(position: number): void {
    const { id, source, seq } = eventAt(position);
    if (source === undefined || seq === undefined) positions.set(id, position);
    else sequences.set(source, seq);
  }

  /** The contents of the log, as far as the rule of repeats asks for them. */
  const standing = {
    get head() {
      return entries.size;
    },
    lastSeq: (source: string) => sequences.get(source),
    positionOf: (id: string) => positions.get(id),
    isAt: (position: number, event: MarketEvent) => contentText(eventAt(position)) === contentText(event),
  };

  return {
    name,
    head: async () => entries.size,
    async *read({ from = 1 } = {}) {
      for (let position = from; position <= entries.size; position++)
        yield [{ position, event: eventAt(position) }];
    },
    async append(given, { expectedHead } = {}) {
      if (isClosed) throw logClosed(name);
      const intake = new Intake(standing);
      const appended = intake.take(given, expectedHead);
      for (const event of intake.fresh) {
        entries.set(entries.size + 1, JSON.stringify(event));
        index(entries.size);
      }
      return appended;
    },
    close: async () => void (isClosed = true),
  };
}

const open = async () => {
  const entries: Entries = new Map();
  return { log: keyValueLog(entries), reopen: async () => keyValueLog(entries) };
};

for (const { name, check } of logContract(open)) test(name, check);
