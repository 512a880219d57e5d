/** A fold that goes on while events arrive: it keeps what an amendment may reach, and comes to what the whole log comes to. */
import {
  defineProjection,
  fold,
  LiveFold,
  type MarketEvent,
  project,
  record,
  type Recorded,
} from "@tapefold/core";
import { Subject } from "rxjs";
import { describe, expect, test } from "vitest";
import { bust, closed, confirm, correct, counting, judge, opened, prices, tick } from "./small-rules.ts";

const rules = { a: prices("A"), judged: judge("all") };

/** The values shown after each batch of so many events, and how it ended. */
function live(events: readonly MarketEvent[], size = 1): { shown: unknown[]; error: unknown } {
  const source = new Subject<readonly Recorded[]>();
  const result: { shown: unknown[]; error: unknown } = { shown: [], error: null };
  let shown: unknown = { a: [], refused: [] };
  source.pipe(project(rules)).subscribe({
    next: ({ a, judged }) => {
      shown = { a: a.prices, refused: judged.refused };
    },
    error: (error) => {
      result.error = error;
    },
  });
  const log = record(events);
  for (let from = 0; from < log.length && result.error === null; from += size) {
    source.next(log.slice(from, from + size));
    result.shown.push(shown);
  }
  return result;
}

/** The same by folding each beginning of the log at once. */
function atOnce(events: readonly MarketEvent[], size: number): unknown[] {
  const log = record(events);
  const ends = Array.from({ length: Math.ceil(log.length / size) }, (_, batch) => (batch + 1) * size);
  return ends.map((end) => {
    const state = fold([prices, judge], log.slice(0, end));
    return { a: state.read(prices, "A").prices, refused: state.read(judge, "all").refused };
  });
}

const tapes: Readonly<Record<string, readonly MarketEvent[]>> = {
  "amendments of the open session": [
    opened("X1"),
    tick("t1", 1),
    tick("t2", 2),
    bust("t1"),
    tick("t3", 3),
    correct("t2", 5),
    correct("t3", 0),
    closed("X1"),
    bust("t2"),
  ],
  "amendments over several sessions and markets": [
    tick("t0", 9),
    opened("X1"),
    tick("t1", 1),
    opened("Y1"),
    tick("t2", 2),
    bust("t1"),
    closed("X1"),
    opened("X2"),
    tick("t3", 3),
    correct("t2", 7),
    closed("Y1"),
    tick("t4", 4),
    bust("t3"),
    closed("X2"),
    correct("t4", 8),
    opened("X3"),
    tick("t5", 5),
    bust("t5"),
  ],
  "amendments known long before their ticks": [
    bust("t8"),
    correct("t9", 90),
    confirm("t10"),
    opened("X1"),
    tick("t1", 1),
    closed("X1"),
    opened("X2"),
    tick("t2", 2),
    bust("t2"),
    opened("X3"),
    tick("t3", 3),
    correct("t3", 30),
    tick("t8", 8),
    tick("t9", 9),
    tick("t10", 5000),
  ],
  "a correction refused long before its tick": [
    correct("t9", 0),
    opened("X1"),
    tick("t1", 1),
    bust("t1"),
    opened("X2"),
    tick("t2", 2),
    bust("t2"),
    tick("t9", 9),
  ],
};

describe("live is as folded at once, after every batch", () => {
  for (const [name, events] of Object.entries(tapes))
    for (const size of [1, 2, 3, 5])
      test(`${name}, ${size} at a time`, () => {
        expect(live(events, size)).toEqual({ shown: atOnce(events, size), error: null });
      });
});

/** Sessions and ticks, and which of the ticks may still be amended then. */
const reach: readonly (readonly [case_: string, events: readonly MarketEvent[], ticks: readonly string[]])[] =
  [
    ["everything before a first opening", [tick("t1", 1), closed("X1"), tick("t2", 2)], ["t1", "t2"]],
    ["from the first opening on", [tick("t1", 1), opened("X1"), tick("t2", 2)], ["t2"]],
    [
      "a session that has closed, the last one",
      [tick("t0", 9), opened("X1"), tick("t1", 1), closed("X1")],
      ["t1"],
    ],
    [
      "no longer the session before",
      [opened("X1"), tick("t1", 1), closed("X1"), opened("X2"), tick("t2", 2)],
      ["t2"],
    ],
    ["no longer one that never closed", [opened("X1"), tick("t1", 1), opened("X2"), tick("t2", 2)], ["t2"]],
    [
      "the oldest of two open",
      [tick("t0", 9), opened("X1"), tick("t1", 1), opened("Y1"), tick("t2", 2)],
      ["t1", "t2"],
    ],
    [
      "the one still open of two",
      [opened("X1"), tick("t1", 1), opened("Y1"), tick("t2", 2), closed("X1"), tick("t3", 3)],
      ["t2", "t3"],
    ],
    [
      "of two closed the later one",
      [opened("X1"), tick("t1", 1), closed("X1"), opened("Y1"), tick("t2", 2), closed("Y1")],
      ["t2"],
    ],
    [
      "a session opened again, or before its time, from its first opening on",
      [tick("t0", 9), opened("X2"), tick("t1", 1), opened("X2"), opened("X1"), tick("t2", 2)],
      ["t1", "t2"],
    ],
    [
      "one whose market closes another date",
      [tick("t0", 9), opened("X2"), tick("t1", 1), closed("X1"), opened("Y1"), tick("t2", 2)],
      ["t1", "t2"],
    ],
  ];

describe("an amendment reaches", () => {
  for (const [name, events, ticks] of reach)
    test(name, () => {
      const told = events.flatMap((event) => (event.type === "PriceTicked" ? event.id : []));
      for (const of of told)
        for (const size of [1, events.length]) {
          const { error } = live([...events, bust(of)], size);
          expect([of, size, error === null]).toEqual([of, size, ticks.includes(of)]);
        }
    });

  test("a tick that comes with it", () => {
    const events = [tick("t0", 9), opened("X1"), tick("t1", 1), tick("t2", 2), bust("t2"), tick("t3", 3)];
    expect(live(events, 2)).toMatchObject({ error: null, shown: [{}, {}, { a: ["9", "1", "3"] }] });
    expect(live([...events.slice(0, 2), bust("t1"), tick("t1", 1)], 2).error).toBeNull();
  });

  test("a repeat in a later session, not the tick it repeats", () => {
    const later = (event: MarketEvent): MarketEvent => ({ ...event, at: 20 });
    const days = [tick("t0", 9), opened("X1"), tick("t1", 1), closed("X1"), later(opened("X2"))];
    const again = [...days, tick("t1", 5000), bust("t1")];
    for (const size of [1, 3, 7])
      expect(live(again, size)).toEqual({ shown: atOnce(again, size), error: null });
  });

  test("nothing of an id that no kept tick has: it is told, counted and passed over", () => {
    const told: number[] = [];
    const fold = new LiveFold([prices, judge], { onPassedOver: ({ position }) => told.push(position) });
    fold.add(record([tick("t0", 9), opened("X1"), tick("t1", 1)]));
    fold.add(record([bust("no-such"), bust("t1")], 4));
    expect([fold.passedOver, told, fold.fold.state.read(prices, "A").prices]).toEqual([1, [4], ["9"]]);
    const young = new LiveFold([prices, judge]);
    young.add(record([tick("t0", 9), bust("no-such")]));
    expect(young.passedOver).toBe(0);
  });

  test("nothing that the tape is asked for and does not hold", () => {
    const isOnTape = (tick: string): boolean => tick === "old";
    const fold = new LiveFold([prices, judge], { isOnTape });
    fold.add(record([tick("t0", 9), opened("X1"), tick("t1", 1), bust("no-such")]));
    expect(fold.passedOver).toBe(0);
    expect(() => fold.add(record([bust("old")], 5))).toThrow(
      expect.objectContaining({ code: "AMENDMENT_TOO_OLD" }),
    );
    expect(fold.fold.position).toBe(4);
  });

  test("a batch of any length", () => {
    const many = Array.from({ length: 150_000 }, (_, at) => tick(`t${at}`, 1));
    const { error, shown } = live([...many, bust("t0")], many.length + 1);
    expect([error, (shown[0] as { a: string[] }).a.length]).toEqual([null, many.length - 1]);
  });

  test("no further: the error names the tick and where it was asked for", () => {
    const { error } = live([tick("t0", 9), opened("X1"), bust("t0")]);
    expect(error).toMatchObject({
      code: "AMENDMENT_TOO_OLD",
      message: "tick t0 is older than the events kept to fold again; replay the tape from its start",
      detail: { tick: "t0", position: 3 },
    });
  });
});

test("rules that throw one after the other all stand still, also when amendments fold again", () => {
  const fragile = (name: string, at: string) =>
    defineProjection<{ seen: string[] }>({
      name,
      version: 1,
      key: () => "all",
      initial: { seen: [] },
      on: {
        PriceTicked: (document, { id }) => {
          if (id === at) throw new Error(at);
          document.seen.push(id);
        },
      },
    });
  const [one, two] = [fragile("one", "t2"), fragile("two", "t3")];
  const source = new Subject<Recorded>();
  let last: unknown;
  source.pipe(project({ one: one("all"), two: two("all"), ...rules })).subscribe((shown) => {
    last = {
      one: shown.one.seen,
      two: shown.two.seen,
      a: shown.a.prices,
      stopped: shown.stopped.map(({ projection, position }) => [projection, position]),
    };
  });
  const events = [
    opened("X1"),
    tick("t1", 1),
    tick("t2", 2),
    opened("X2"),
    tick("t3", 3),
    tick("t4", 4),
    bust("t4"),
  ];
  for (const recorded of record(events)) source.next(recorded);
  expect(last).toEqual({
    one: ["t1"],
    two: ["t1", "t2"],
    a: ["1", "2", "3"],
    stopped: [
      ["one", 3],
      ["two", 5],
    ],
  });
});

describe("what is kept", () => {
  const session = (ticks: number) => [
    opened("X1"),
    ...Array.from({ length: ticks }, (_, at) => tick(`t${at}`, (at % 900) + 1)),
  ];

  test("is bounded in a session that never closes, and an older tick is too old", () => {
    const fold = new LiveFold([prices, judge], { amendable: { events: 80 } });
    const log = record(session(1_000));
    let most = 0;
    for (const recorded of log) {
      fold.add([recorded]);
      most = Math.max(most, fold.kept);
    }
    expect(most).toBeGreaterThanOrEqual(80);
    expect(most).toBeLessThanOrEqual(100);
    expect(() => fold.add(record([bust("t10")], 1_002))).toThrow(
      expect.objectContaining({ code: "AMENDMENT_TOO_OLD" }),
    );
    fold.add(record([bust("t999")], 1_002));
    expect(fold.fold.state.read(prices, "A").prices).toHaveLength(999);
  });

  test("may be bounded by the tape's minutes", () => {
    const fold = new LiveFold([counting("ticks"), judge], { amendable: { minutes: 2 } });
    const events = session(200_000).map((event, at) => ({ ...event, at: at * 6_000 }));
    fold.add(record(events));
    expect(fold.kept).toBeLessThan(70_000);
  });

  test("lies in longer stretches the further back, and any of it may be amended", () => {
    const live = new LiveFold([prices, judge], { amendable: { events: 4_000 } });
    const log = record(session(1_600));
    for (let from = 0; from < log.length; from += 7) live.add(log.slice(from, from + 7));
    for (const busted of [3, 1_580, 400, 1_200, 401, 900]) {
      log.push(...record([bust(`t${busted}`)], log.length + 1));
      live.add(log.slice(-1));
      expect(live.fold.state.digest).toBe(fold([prices, judge], log).digest);
    }
  });

  test("goes on from the state before a stretch: a bust folds again only what lies behind it", () => {
    let seen = 0;
    const watching = defineProjection<{ n: number }>({
      name: "watching",
      version: 1,
      key: () => "all",
      initial: { n: 0 },
      on: {
        PriceTicked: (document) => {
          seen += 1;
          document.n += 1;
        },
      },
    });
    const fold = new LiveFold([watching, judge]);
    fold.add(record(session(100_000)));
    seen = 0;
    fold.add(record([bust("t99990")], 100_002));
    expect(seen).toBeLessThan(33_000);
    expect(fold.fold.state.read(watching, "all").n).toBe(99_999);
  });

  test("stands as it was after a batch that does not follow, and takes the right one then", () => {
    const fold = new LiveFold([prices, judge]);
    fold.add(record([opened("X1"), tick("t1", 1), tick("t2", 2)]));
    const gap = [...record([bust("t1")], 4), ...record([tick("t9", 9)], 9)];
    expect(() => fold.add(gap)).toThrow(expect.objectContaining({ code: "POSITION_GAP" }));
    expect([fold.fold.position, fold.fold.state.read(prices, "A").prices]).toEqual([3, ["1", "2"]]);
    fold.add(record([bust("t2")], 4));
    expect(fold.fold.state.read(prices, "A").prices).toEqual(["1"]);
  });
});
