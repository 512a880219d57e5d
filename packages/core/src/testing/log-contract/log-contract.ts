/**
 * The contract of logs, as checks that any test runner can run: for memory, file, store, and a log of your own.
 *
 *     for (const { name, check } of logContract(openMine)) test(name, check);
 */
import type { PriceTicked } from "../../tape/event.ts";
import type { EventLog, ReadableLog } from "../../tape/event-log.ts";
import { record } from "../../tape/recorded.ts";
import { oddEvents, tick, ticks, unnumbered } from "./contract-events.ts";
import { counts, readAll, refused, same } from "./log-expectations.ts";

/** A new, empty log of the kind under test, and other ways to reach it. */
export interface LogUnderTest {
  readonly log: EventLog;
  /** Another reader of the same log, while `log` is open; it closes nothing. */
  readonly reader?: () => Promise<ReadableLog>;
  /** Opens the same log again after `log` was closed; absent if the log ends with it. */
  readonly reopen?: () => Promise<EventLog>;
}

export interface LogCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

/** The checks that every log must pass; each calls `open` once, and closes the log it gives. */
export function logContract(open: () => Promise<LogUnderTest>): readonly LogCheck[] {
  return Object.entries(checks).map(([name, check]) => ({
    name,
    check: async () => {
      const under = await open();
      try {
        await check(under);
      } finally {
        await under.log.close();
      }
    },
  }));
}

const checks: Readonly<Record<string, (under: LogUnderTest) => Promise<void>>> = {
  "an empty log has head 0 and nothing to read": async ({ log }) => {
    same(await log.head(), 0);
    same(await readAll(log), []);
  },

  "positions are dense from 1, whatever the batches": async ({ log }) => {
    const events = ticks(2_000);
    same(counts(await log.append(events.slice(0, 1))), { head: 1, added: 1, repeated: 0 });
    same(counts(await log.append([])), { head: 1, added: 0, repeated: 0 });
    same(counts(await log.append(events.slice(1, 700))), { head: 700, added: 699, repeated: 0 });
    for (const event of events.slice(700, 720)) await log.append([event]);
    same(counts(await log.append(events.slice(720))), { head: 2_000, added: 1_280, repeated: 0 });
    same(await log.head(), 2_000);
    same(await readAll(log), record(events));
  },

  "every kind of event comes back as it was given": async ({ log }) => {
    await log.append(oddEvents);
    same(await readAll(log), record(oddEvents));
  },

  "reading begins anywhere": async ({ log }) => {
    const events = ticks(1_500);
    await log.append(events);
    for (const from of [1, 2, 511, 512, 513, 1_024, 1_500])
      same(await readAll(log, from), record(events).slice(from - 1));
    same(await readAll(log, 1_501), []);
    same(await readAll(log, 9_999), []);
  },

  "an expected head is checked, and nothing of a refused append stands": async ({ log }) => {
    same((await log.append(ticks(3), { expectedHead: 0 })).head, 3);
    await refused("HEAD_MISMATCH", () => log.append(ticks(1, 3), { expectedHead: 2 }));
    same(await log.head(), 3);
    same((await log.append(ticks(1, 3), { expectedHead: 3 })).head, 4);
  },

  "what a source numbers is added once": async ({ log }) => {
    const events = ticks(10);
    await log.append(events);
    same(counts(await log.append(events)), { head: 10, added: 0, repeated: 10 });
    same(counts(await log.append(ticks(4, 8))), { head: 12, added: 2, repeated: 2 });
    const twice = ticks(1, 20);
    same(counts(await log.append([...twice, ...twice])), { head: 13, added: 1, repeated: 1 });
    // Each source is numbered by itself.
    same((await log.append([{ ...tick(3), source: "other" }])).added, 1);
  },

  "a gap in a source's numbers is no fault, and is reported": async ({ log }) => {
    same((await log.append(ticks(3, 5))).gaps, []);
    const other = { ...tick(90), source: "other" };
    const { gaps, added } = await log.append([
      ...ticks(2, 7),
      ...ticks(1, 12),
      other,
      ...ticks(2, 12),
      ...ticks(1, 20),
    ]);
    same(added, 5);
    same(gaps, [
      { source: "feed", after: 8, next: 12, position: 5 },
      { source: "feed", after: 13, next: 20, position: 8 },
    ]);
    same((await log.append(ticks(1, 30))).gaps, [{ source: "feed", after: 20, next: 30, position: 9 }]);
    same((await log.append(ticks(2, 30))).gaps, []);
  },

  "what no source numbers is added once by id": async ({ log }) => {
    const events = ticks(5).map(unnumbered);
    await log.append(events);
    same(counts(await log.append(events)), { head: 5, added: 0, repeated: 5 });
    const writtenOtherwise = { v: 1 as const, ...(events[2] as PriceTicked), price: "102.0" };
    same((await log.append([writtenOtherwise])).repeated, 1);
    const hostile = ["__proto__", "constructor", "toString"].map((id) => ({ ...unnumbered(tick(9)), id }));
    same((await log.append(hostile)).added, 3);
    same((await log.append(hostile)).repeated, 3);
  },

  "what is no event is refused, and the whole append with it": async ({ log }) => {
    const [first, second] = ticks(2) as [PriceTicked, PriceTicked];
    const { price: _, ...priceless } = second;
    const junk = [undefined, null, 7, {}, { ...second, at: "now" }, priceless, { ...second, price: "much" }];
    const tooLong = { ...second, price: "1".repeat(65) };
    for (const one of [
      ...junk,
      tooLong,
      { ...second, type: "Tick" },
      { ...second, extra: 1 },
      { ...second, source: "f", seq: -1 },
    ]) {
      const error = await refused("EVENT_INVALID", () => log.append([first, one as PriceTicked]));
      same(error.detail.index, 1);
    }
    same(await log.head(), 0);
    same((await log.append([first, second])).added, 2);
  },

  "an id that stands with other content is refused, and the whole append with it": async ({ log }) => {
    const [first, second] = ticks(2).map(unnumbered) as [PriceTicked, PriceTicked];
    await log.append([first]);
    const other = { ...first, price: 7 };
    const error = await refused("ID_CONFLICT", () => log.append([second, other]));
    same(error.detail, { id: first.id, position: 1, index: 1 });
    await refused("ID_CONFLICT", () => log.append([second, { ...second, price: 7 }]));
    same(await log.head(), 1);
    same(counts(await log.append([first, second])), { head: 2, added: 1, repeated: 1 });
  },

  "appends at the same time all stand, each whole": async ({ log }) => {
    const sources = ["a", "b", "c", "d"];
    await Promise.all(
      sources.flatMap((source) =>
        [0, 1, 2, 3, 4].map((batch) =>
          log.append(ticks(10, batch * 10).map((event) => ({ ...event, source }))),
        ),
      ),
    );
    const recorded = await readAll(log);
    same(
      recorded.map(({ position }) => position),
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    for (const source of sources) {
      const numbers = recorded.flatMap(({ event }) => (event.source === source ? [event.seq] : []));
      same(
        numbers,
        Array.from({ length: 50 }, (_, index) => index),
      );
    }
  },

  "the same events appended twice at the same time are added once": async ({ log }) => {
    const events = [...ticks(3), ...ticks(3, 50).map(unnumbered)];
    const [first, second] = await Promise.all([log.append(events), log.append([...events, tick(9)])]);
    same(
      [counts(first), counts(second)],
      [
        { head: 6, added: 6, repeated: 0 },
        { head: 7, added: 1, repeated: 6 },
      ],
    );
    same(second.gaps, [{ source: "feed", after: 2, next: 9, position: 7 }]);
    const [one, other] = ["1", "2"].map((price) => ({ ...unnumbered(tick(99)), price })) as [
      PriceTicked,
      PriceTicked,
    ];
    const outcomes = await Promise.allSettled([log.append([one]), log.append([other])]);
    same(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    same(await log.head(), 8);
  },

  "of two appends at the same time that expect one head, one is refused": async ({ log }) => {
    const outcomes = await Promise.allSettled([
      log.append(ticks(1), { expectedHead: 0 }),
      log.append(ticks(1, 1), { expectedHead: 0 }),
    ]);
    same(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    same(await log.head(), 1);
  },

  "readers at the same time, and while it is written, see whole events in order": async ({ log, reader }) => {
    const events = ticks(4_000);
    const recorded = record(events);
    await log.append(events.slice(0, 1_000));
    const readers = [log, log, (await reader?.()) ?? log];
    const next = readers.map(() => 1);
    const readOn = async (one: ReadableLog, place: number): Promise<void> => {
      for await (const batch of one.read({ from: next[place] as number })) {
        const from = next[place] as number;
        same(batch, recorded.slice(from - 1, from - 1 + batch.length));
        next[place] = from + batch.length;
      }
    };
    for (let from = 1_000; from < events.length; from += 250)
      await Promise.all([log.append(events.slice(from, from + 250)), ...readers.map(readOn)]);
    await Promise.all(readers.map(readOn));
    same(
      next,
      readers.map(() => events.length + 1),
    );
  },

  "a reader that comes back finds what was added since": async ({ log }) => {
    await log.append(ticks(600));
    same((await readAll(log, 601)).length, 0);
    await log.append(ticks(1, 600));
    same(await readAll(log, 601), record(ticks(601)).slice(600));
  },

  "what is done to an event read changes nothing": async ({ log }) => {
    const events = ticks(3);
    await log.append(events);
    for (const { event } of await readAll(log)) Reflect.set(event, "price", 1);
    for (const event of events) Reflect.set(event, "price", 2);
    same(await readAll(log), record(ticks(3)));
  },

  "a closed log takes nothing more": async ({ log }) => {
    await log.append(ticks(1));
    await log.close();
    await log.close();
    await refused("LOG_CLOSED", () => log.append(ticks(1, 1)));
  },

  "what was acknowledged is there when it is opened again, and goes on from there": async ({
    log,
    reopen,
  }) => {
    if (reopen === undefined) return;
    await log.append([...ticks(700), ...oddEvents]);
    await log.close();
    const again = await reopen();
    try {
      const head = 700 + oddEvents.length;
      same(await again.head(), head);
      same(counts(await again.append([...ticks(701), ...oddEvents])), {
        head: head + 1,
        added: 1,
        repeated: head,
      });
    } finally {
      await again.close();
    }
  },
};
