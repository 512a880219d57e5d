/** What events mean in the fold, where no edge says it: seeds, phases, the official close, hostile names, bad and odd data. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  calendar,
  cancelled,
  closed,
  defined,
  FRI,
  guidance,
  halted,
  index,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  owns,
  phase,
  recordSeed,
  refused,
  resumed,
  shown,
  shownOf,
  split,
  streakSeed,
  tick,
  tokyo,
  TUE,
} from "./tape.ts";

const start: Lines = [tokyo, opened(FRI), tick("A", 100), closed(FRI)];

describe("phase, session and halt are those at the event's position", () => {
  test("ticks are accepted in `open` and `auction`, not in a break, before or after", () => {
    const session = [tokyo, opened(FRI, { phase: "auction" })];
    expect(lastCode(session, tick("A", 1))).toBe("accepted");
    expect(lastCode(session, phase(FRI, "open"), tick("A", 1))).toBe("accepted");
    expect(lastCode(session, phase(FRI, "break"), tick("A", 1))).toBe("outside-session");
    expect(lastCode(session, closed(FRI), tick("A", 1))).toBe("session-closed");
    expect(lastCode(tokyo, tick("A", 1))).toBe("outside-session");
  });

  test("a session may go through its phases again and again, and repeat one", () => {
    const day = [
      opened(FRI),
      phase(FRI, "open"),
      phase(FRI, "break"),
      phase(FRI, "open"),
      phase(FRI, "auction"),
    ];
    expect(refused(tokyo, day, phase(FRI, "open"), tick("A", 1), closed(FRI))).toEqual({});
  });

  test("an instrument listed while its market's session is open trades in it", () => {
    expect(shownOf("C", start, opened(MON), listed("C"), tick("C", 5))).toMatchObject({
      date: MON,
      last: "5",
    });
  });

  test("one listed after the close is in the session that has closed", () => {
    expect(lastCode(start, listed("C"), tick("C", 5))).toBe("session-closed");
    expect(shownOf("C", start, listed("C"))).toMatchObject({ date: FRI, phase: "closed", last: null });
    expect(shownOf("C", start, listed("C"), lateReport("C", 9))).toMatchObject({ last: null, high: "9" });
    expect(shownOf("C", start, listed("C"), opened(MON), tick("C", 5)).last).toBe("5");
  });
});

describe("the official close is no tick", () => {
  const monday = [start, opened(MON), tick("A", 110), tick("A", 105)];

  test("`last` stays the last tick, the close extends high and low", () => {
    expect(shownOf("A", monday, closed(MON, { A: 120 }))).toMatchObject({
      last: "105",
      close: "120",
      high: "120",
      low: "105",
    });
    expect(shownOf("A", monday, closed(MON, { A: 90 }))).toMatchObject({ high: "110", low: "90" });
  });

  test("without one the last accepted tick is the close", () => {
    expect(shownOf("A", monday, closed(MON))).toMatchObject({ last: "105", close: "105" });
    expect(shownOf("A", monday, closed(MON, { B: 7 }))).toMatchObject({ close: "105" });
  });

  test("once closed, change, nearness, gap and milestone speak of the close, before of last", () => {
    const lines: Lines = [
      market("XTKS"),
      index("I"),
      base("I", MON, 1000),
      recordSeed("I", "close", 1200, FRI),
    ];
    const day = [lines, opened(MON), tick("I", 1190)];
    expect(shownOf("I", day)).toMatchObject({
      change: "190.00",
      record: { close: { gap: "10.00", near: "striking-distance" } },
      milestone: { level: "1200.00" },
    });
    expect(shownOf("I", day, closed(MON, { I: 1100 }))).toMatchObject({
      change: "100.00",
      record: { close: { gap: "100.00", near: "far" } },
      milestone: { level: "1200.00", reached: ["1100.00"], gaveBack: [] },
    });
  });

  test("it sets the record close; the position is the close's", () => {
    const { record } = shownOf("A", monday, closed(MON, { A: 120 }));
    expect(record.close).toMatchObject({ level: "120", date: MON, position: 10, setThisSession: true });
  });
});

describe("the case of bad data", () => {
  test("out of order within a session: accepted, last by instant", () => {
    const lines = [tokyo, opened(FRI, { at: 0 }), tick("A", 3, { at: 30 }), tick("A", 2, { at: 20 })];
    expect(refused(lines)).toEqual({});
    expect(shownOf("A", lines)).toMatchObject({ open: "2", last: "3", high: "3", low: "2" });
  });

  test("far ahead in time: accepted, whatever the clock says", () => {
    expect(lastCode(start, opened(MON), tick("A", 3, { at: "2199-01-01T00:00:00Z" }))).toBe("accepted");
  });

  test("moves that happened: half in a day, and double in a day", () => {
    expect(refused(start, opened(MON), tick("A", 48), tick("A", 205))).toEqual({});
  });

  test("a side-car, then a breaker", () => {
    const monday = [start, opened(MON), halted({ mic: "XTKS" }, "sidecar"), tick("A", 99)];
    expect(refused(monday)).toEqual({});
    const stopped = [monday, halted({ mic: "XTKS" }, "breaker"), tick("A", 98)];
    expect(refused(stopped)).toEqual({ halted: 1 });
    const again = [
      resumed({ mic: "XTKS" }, "breaker"),
      phase(MON, "auction"),
      tick("A", 92),
      phase(MON, "open"),
    ];
    expect(shownOf("A", stopped, again)).toMatchObject({ last: "92", phase: "open" });
  });

  test("a bust before its tick: applied when the tick arrives", () => {
    const before = shown(start, opened(MON), bust("t"), tick("A", 120, { id: "t" }), tick("A", 101));
    expect(before.instruments["A"]).toMatchObject({ last: "101", high: "101" });
    expect(before.tape.rejected).toEqual({ busted: 1 });
    expect(before.valuesDigest).toBe(shown(start, opened(MON), tick("A", 101, { at: 9 })).valuesDigest);
  });

  test("a split with no previous close applies to later bases only", () => {
    expect(shownOf("A", tokyo, split("A", 2, 1, FRI), opened(FRI), tick("A", 50))).toMatchObject({
      change: null,
      last: "50",
    });
  });

  test("a member that trades no more keeps its price until a rebalance says otherwise", () => {
    const lines = [tokyo, index("I"), defined("I", "price", 1, { A: "1", B: "1" })];
    const friday = [opened(FRI), tick("A", 100), tick("B", 60), closed(FRI)];
    const later = [opened(MON), tick("A", 110), closed(MON), opened(TUE), tick("A", 111)];
    expect(shownOf("I", lines, friday, later)).toMatchObject({ last: "171.00", index: { members: 2 } });
  });

  test("an average price that moves volume alone, a late sold print that moves high and low alone", () => {
    const monday = [
      start,
      opened(MON),
      tick("A", 101),
      tick("A", 500, { updates: ["volume"] }),
      lateReport("A", 104),
    ];
    expect(shownOf("A", monday)).toMatchObject({ last: "101", high: "104", low: "101" });
  });

  test("a session on a Saturday is a session", () => {
    expect(
      shownOf("A", start, opened("2026-02-07"), tick("A", 101), closed("2026-02-07")).streak.confirmed,
    ).toBe(1);
  });

  test("an outage of a whole day is cancelled, not unchanged", () => {
    const out = [tokyo, calendar(FRI, MON, TUE), opened(FRI), tick("A", 100), closed(FRI), cancelled(MON)];
    expect(shownOf("A", out, opened(TUE), tick("A", 101), closed(TUE)).streak.confirmed).toBe(1);
  });
});

describe("hostile names", () => {
  test("an instrument, a market and an issuer named like what objects have themselves", () => {
    const names = ["constructor", "toString", "hasOwnProperty", "valueOf"];
    const lines: Lines = [
      market("constructor"),
      names.map((id) => listed(id, { mic: "constructor", issuer: "constructor", sector: "__proto__" })),
      index("I", { mic: "constructor" }),
      defined("I", "price", 1, Object.fromEntries(names.map((id) => [id, "1"]))),
      owns("constructor", "toString"),
      names.map((id) => base(id, MON, 100)),
      opened(MON, { mic: "constructor" }),
      names.map((id, place) => tick(id, 101 + place)),
      guidance("constructor", [["eps", 1, 2]]),
      closed(MON, { constructor: 105 }, { mic: "constructor" }),
    ];
    const { instruments, guidance: said } = shown(lines);
    expect(Object.keys(instruments).sort()).toEqual([...names, "I"].sort());
    expect(instruments["constructor"]).toMatchObject({ last: "101", close: "105", change: "5" });
    expect(instruments["I"]).toMatchObject({ close: "414.00" });
    expect(instruments["I"]?.index?.sectors).toEqual([{ sector: "__proto__", points: "14.00" }]);
    expect(said[0]?.reactions).toHaveLength(4);
  });

  test("event ids and sources too", () => {
    const lines = [
      start,
      opened(MON),
      tick("A", 1, { id: "__proto__" }),
      tick("A", 2, { id: "constructor" }),
    ];
    expect(refused(lines)).toEqual({});
    expect(lastCode(lines, tick("A", 3, { id: "__proto__" }))).toBe("id-conflict");
    expect(refused(lines, bust("__proto__"))).toEqual({ busted: 1 });
    expect(lastCode(lines, tick("A", 3, { source: "constructor", seq: 0 }))).toBe("accepted");
  });

  test("control characters and markup in free texts change nothing", () => {
    const name = "\u0000\u001b[31m<script>\u202e\ud800";
    const lines = (text: string): Lines => [
      market("XTKS"),
      listed("A", { name: text }),
      opened(FRI),
      tick("A", 5),
      closed(FRI),
    ];
    expect(shown(lines(name)).valuesDigest).toBe(shown(lines("plain")).valuesDigest);
  });
});

describe("values", () => {
  test("are the same whatever was refused, repeated or done in vain", () => {
    const clean = [start, opened(MON), tick("A", 101, { at: 20, id: "t" })];
    const noise: Line[] = [
      tick("A", 101, { at: 20, id: "t" }),
      tick("A", 0),
      tick("Z", 1),
      opened(FRI),
      bust("nothing"),
      base("A", FRI, 1),
    ];
    const noisy = shown(clean, noise);
    expect(noisy.valuesDigest).toBe(shown(clean).valuesDigest);
    expect(noisy.digest).not.toBe(shown(clean).digest);
    expect(noisy.tape.rejected).toEqual({
      duplicate: 1,
      "bad-price": 1,
      unknown: 1,
      "double-open": 1,
      "split-intraday": 1,
    });
  });

  test("name no position, id or cause: the same market by other ids has the same values", () => {
    const lines = (prefix: string): Lines => [
      { ...market("XTKS"), id: `${prefix}1` } as Line,
      { ...listed("A"), id: `${prefix}2` } as Line,
      opened(FRI, { id: `${prefix}3` }),
      tick("A", 5, { id: `${prefix}4` }),
    ];
    expect(shown(lines("x")).valuesDigest).toBe(shown(lines("y")).valuesDigest);
  });

  test("of an empty tape", () => {
    expect(shown()).toMatchObject({
      tape: { events: 0, accepted: 0, rejected: {} },
      asOf: { position: 0, at: null },
      regions: [],
      instruments: {},
      guidance: [],
    });
  });

  test("the as-of is the last folded event's own position and instant", () => {
    expect(shown(start, opened(MON, { at: "2026-02-09T00:00:00.0005Z" })).asOf).toEqual({
      position: 7,
      at: "2026-02-09T00:00:00.0005Z",
    });
  });
});

test("a seed of a session stands wherever it lies on the tape: at its head or at its end", () => {
  const days: Lines = [opened(FRI), tick("A", 100), closed(FRI), opened(MON), tick("A", 102), closed(MON)];
  const seeds = [
    streakSeed("A", 3, 101, FRI),
    recordSeed("A", "close", 101, FRI),
    recordSeed("A", "high", 130, FRI),
  ];
  const first = shown(tokyo, seeds, days).instruments["A"];
  const last = shown(tokyo, days, seeds).instruments["A"];
  expect(last?.streak).toEqual({
    confirmed: 4,
    provisional: null,
    since: null,
    cumulativePct: null,
    ended: null,
  });
  expect(last?.streak).toEqual(first?.streak);
  expect(last?.change).toBe("1");
  expect(last?.record.close).toMatchObject({
    level: "102",
    straight: 2,
    previous: { level: "101", date: FRI },
  });
  expect(last?.record.high).toMatchObject({ level: "130", date: FRI, setThisSession: false });
});
