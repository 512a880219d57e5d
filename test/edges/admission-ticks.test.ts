/** Admission of ticks: which check bites first, ids, late reports, halts, busts. Numbers are those of the settled edges. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  confirmation,
  correction,
  defined,
  FRI,
  halted,
  index,
  lastCode,
  lateReport,
  type Line,
  listed,
  market,
  MON,
  opened,
  phase,
  refused,
  resumed,
  shown,
  shownOf,
  tick,
  tokyo,
  TUE,
} from "./tape.ts";

const tables: Line[] = [
  { type: "PriceTablesLoaded", name: "LIMIT", kind: "limit", from: "2026-01-01", rows: [{ value: 100 }] },
  { type: "PriceTablesLoaded", name: "GRID", kind: "tickSize", from: "2026-01-01", rows: [{ value: 5 }] },
];

describe("edge 1: of a tick's checks the first that bites gives the code", () => {
  const derived = [index("I"), defined("I", "price", 1, { A: "1" })];
  const halt = halted({ instrument: "A" });
  const onTables = [
    ...tables,
    market("XTKS"),
    listed("A", { priceLimits: "LIMIT", tickSizes: "GRID", fatFinger: 100 }),
    base("A", MON, 1000),
    opened(MON),
  ];

  test.each<[first: string, than: string, lines: readonly Line[]]>([
    ["busted", "unknown", [...tokyo, opened(MON), bust("t"), tick("Z", 1, { id: "t" })]],
    ["unknown", "duplicate", [...tokyo, opened(MON), tick("Z", 1, { id: "t" }), tick("Z", 1, { id: "t" })]],
    [
      "duplicate",
      "derived",
      [...tokyo, ...derived, opened(MON), tick("I", 1, { id: "t", at: 9 }), tick("I", 1, { id: "t", at: 9 })],
    ],
    [
      "id-conflict",
      "derived",
      [...tokyo, ...derived, opened(MON), tick("I", 1, { id: "t" }), tick("I", 2, { id: "t" })],
    ],
    ["derived", "outside-session", [...tokyo, ...derived, tick("I", 1)]],
    ["outside-session", "halted", [...tokyo, halt, tick("A", 1)]],
    ["outside-session", "bad-price", [...tokyo, tick("A", -1)]],
    [
      "session-closed",
      "outside-session",
      [...tokyo, opened(MON), phase(MON, "break"), tick("A", 1, { at: 0 })],
    ],
    ["session-closed", "halted", [...tokyo, opened(MON), halt, closed(MON), tick("A", 1)]],
    ["outside-session", "halted", [...tokyo, opened(MON), halt, phase(MON, "break"), tick("A", 1)]],
    ["halted", "bad-price", [...tokyo, opened(MON), halt, tick("A", 0)]],
    ["bad-price", "off-tick", [...onTables, tick("A", "1000.5")]],
    ["bad-price", "limit", [...onTables, tick("A", -5)]],
    ["off-tick", "limit", [...onTables, tick("A", 1201)]],
    ["limit", "fat-finger", [...onTables, tick("A", 1200)]],
  ])("%s before %s", (first, _than, lines) => {
    expect(lastCode(lines)).toBe(first);
  });

  test.each([
    ["0", "bad-price"],
    ["-3", "bad-price"],
    ["1.5", "bad-price"],
    ["9007199254740992", "bad-price"],
    ["9007199254740991", "accepted"],
    ["1.000", "accepted"],
  ])("a price of %s at scale 0 is %s", (price, code) => {
    expect(lastCode(tokyo, opened(MON), tick("A", price))).toBe(code);
  });

  test("the quarantine holds both ways, its edges let pass, and only where it is set", () => {
    const start = [market("XTKS"), listed("A", { fatFinger: 1000 }), listed("B"), base("A", MON, 1000)];
    const at = (instrument: string, price: number): string =>
      lastCode(start, base("B", MON, 1000), opened(MON), tick(instrument, price));
    expect([899, 900, 1100, 1101].map((price) => at("A", price))).toEqual([
      "fat-finger",
      "accepted",
      "accepted",
      "fat-finger",
    ]);
    expect(at("B", 9000)).toBe("accepted");
  });

  test("the quarantine leaves out instruments with a limit table, and official closes", () => {
    expect(lastCode(onTables, tick("A", 1050))).toBe("accepted");
    const start = [market("XTKS"), listed("A", { fatFinger: 1 }), base("A", MON, 1000), opened(MON)];
    expect(shownOf("A", start, closed(MON, { A: 5000 })).close).toBe("5000");
  });
});

describe("edge 2: what is remembered of ids", () => {
  test("while a session is open every tick id seen is remembered, refused ones too", () => {
    const seen = [...tokyo, opened(MON), tick("A", 0, { id: "t", at: 9 })];
    expect(lastCode(seen, tick("A", 0, { id: "t", at: 9 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 10, { id: "t", at: 9 }))).toBe("id-conflict");
  });

  test("the first content stands after a conflict", () => {
    const seen = [
      ...tokyo,
      opened(MON),
      tick("A", 10, { id: "t", at: 9 }),
      tick("A", 11, { id: "t", at: 9 }),
    ];
    expect(lastCode(seen, tick("A", 11, { id: "t", at: 9 }))).toBe("id-conflict");
    expect(lastCode(seen, tick("A", "10.0", { id: "t", at: 9 }))).toBe("duplicate");
  });

  test("after the close a repeat is session-closed, and the id is free in the next session", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", at: 5 }), closed(MON)];
    expect(lastCode(seen, tick("A", 10, { id: "t", at: 5 }))).toBe("session-closed");
    expect(lastCode(seen, opened(TUE), tick("A", 11, { id: "t" }))).toBe("accepted");
  });

  test("a line at or below its source's last number is a duplicate; its id isn't looked at", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", source: "feed", seq: 7 })];
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "feed", seq: 7 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "feed", seq: 3 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 11, { id: "t", source: "feed", seq: 8 }))).toBe("accepted");
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "other", seq: 7 }))).toBe("accepted");
  });

  test("of a numbered source a repeat after the close is a duplicate too", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", source: "feed", seq: 7 }), closed(MON)];
    expect(lastCode(seen, tick("A", 10, { id: "t", source: "feed", seq: 7 }))).toBe("duplicate");
  });

  test("ids of other events are remembered for good", () => {
    const seed: Line = { ...base("A", "2026-03-02", 900), id: "b", at: 4 };
    const seen = [...tokyo, seed, opened(MON), tick("A", 10), closed(MON), opened(TUE)];
    expect(lastCode(seen, seed)).toBe("duplicate");
    expect(lastCode(seen, { ...seed, price: 901 } as Line)).toBe("id-conflict");
  });
});

test("edge 3: a tick from before its session's opening is session-closed: yesterday's, sent again today", () => {
  const yesterday = [
    ...tokyo,
    opened(MON, { at: 10 }),
    tick("A", 10, { id: "t", at: 20 }),
    closed(MON, undefined, { at: 30 }),
  ];
  const today = [...yesterday, opened(TUE, { at: 100 })];
  expect(lastCode(today, tick("A", 10, { id: "t", at: 20 }))).toBe("session-closed");
  expect(lastCode(today, tick("A", 10, { at: 99 }))).toBe("session-closed");
  expect(lastCode(today, tick("A", 10, { at: 100 }))).toBe("accepted");
});

describe("edge 4: updates", () => {
  const start = [...tokyo, base("A", MON, 100), opened(MON), tick("A", 105)];

  test("`last` moves open and last, and neither high nor low", () => {
    const { open, last, high, low, change } = shownOf("A", start, tick("A", 90, { updates: ["last"] }));
    expect({ open, last, high, low, change }).toEqual({
      open: "105",
      last: "90",
      high: "105",
      low: "105",
      change: "-10",
    });
    expect(shownOf("A", tokyo, opened(MON), tick("A", 90, { updates: ["last"] })).open).toBe("90");
  });

  test("`highLow` moves high, low and records, and neither open nor last", () => {
    const { open, last, high, low, record } = shownOf("A", start, lateReport("A", 120), lateReport("A", 80));
    expect({ open, last, high, low }).toEqual({ open: "105", last: "105", high: "120", low: "80" });
    expect(record.high?.level).toBe("120");
  });

  test("`highLow` reaches milestones", () => {
    const start = [market("XTKS"), index("I"), base("I", MON, 1000), opened(MON), tick("I", 1010)];
    expect(shownOf("I", start, lateReport("I", 1250)).milestone?.reached).toEqual(["1100.00", "1200.00"]);
  });

  test("`volume` alone moves no price", () => {
    const { last, high, low } = shownOf("A", start, tick("A", 120, { updates: ["volume"] }));
    expect({ last, high, low }).toEqual({ last: "105", high: "105", low: "105" });
  });

  test("`last` moves member prices, `highLow` does not", () => {
    const derived = [...tokyo, index("I"), defined("I", "price", 1, { A: "1" }), opened(MON), tick("A", 105)];
    expect(shownOf("I", derived, lateReport("A", 120)).high).toBe("105.00");
    expect(shownOf("I", derived, tick("A", 120, { updates: ["last"] })).last).toBe("120.00");
  });

  test("a late report passes in a break, in a halt and after the close", () => {
    expect(lastCode(start, phase(MON, "break"), lateReport("A", 120))).toBe("accepted");
    expect(lastCode(start, halted({ instrument: "A" }), lateReport("A", 120))).toBe("accepted");
    expect(lastCode(start, closed(MON), lateReport("A", 120))).toBe("accepted");
    expect(shownOf("A", start, closed(MON), lateReport("A", 120)).high).toBe("120");
  });

  test("a late report never passes before the first open, nor from before the session's", () => {
    expect(lastCode(tokyo, lateReport("A", 120))).toBe("outside-session");
    expect(lastCode(start, closed(MON), opened(TUE, { at: 100 }), lateReport("A", 120, { at: 50 }))).toBe(
      "session-closed",
    );
  });

  test("what moves volume besides is no late report", () => {
    const both = tick("A", 120, { updates: ["highLow", "volume"] });
    expect(lastCode(start, phase(MON, "break"), both)).toBe("outside-session");
    expect(lastCode(start, closed(MON), both)).toBe("session-closed");
  });

  test("price, grid and limit checks hold for a late report", () => {
    const checked = [
      ...tables,
      market("XTKS"),
      listed("A", { priceLimits: "LIMIT", tickSizes: "GRID" }),
      base("A", MON, 1000),
      opened(MON),
      closed(MON),
    ];
    expect(lastCode(checked, lateReport("A", 0))).toBe("bad-price");
    expect(lastCode(checked, lateReport("A", 1003))).toBe("off-tick");
    expect(lastCode(checked, lateReport("A", 1105))).toBe("limit");
    expect(lastCode(checked, lateReport("A", 1100))).toBe("accepted");
  });
});

describe("edge 5: halts", () => {
  const start = [...tokyo, opened(MON)];

  test("a halt is of target and kind: each ends by its own resumption alone", () => {
    const both = [...start, halted({ instrument: "A" }), halted({ mic: "XTKS" }, "breaker")];
    expect(lastCode(both, resumed({ instrument: "A" }), tick("A", 1))).toBe("halted");
    expect(lastCode(both, resumed({ mic: "XTKS" }, "breaker"), tick("A", 1))).toBe("halted");
    expect(
      lastCode(both, resumed({ instrument: "A" }, "breaker"), resumed({ mic: "XTKS" }), tick("A", 1)),
    ).toBe("halted");
    const over = [resumed({ instrument: "A" }), resumed({ mic: "XTKS" }, "breaker")];
    expect(lastCode(both, over, tick("A", 1))).toBe("accepted");
  });

  test("a halt of one instrument leaves the others, a market's halt none", () => {
    expect(lastCode(start, halted({ instrument: "A" }), tick("B", 1))).toBe("accepted");
    expect(lastCode(start, halted({ mic: "XTKS" }), tick("B", 1))).toBe("halted");
  });

  test("a halt lasts until resumed, over a close too", () => {
    const next = [...start, halted({ instrument: "A" }), closed(MON), opened(TUE)];
    expect(lastCode(next, tick("A", 1))).toBe("halted");
    expect(lastCode(next, resumed({ instrument: "A" }), tick("A", 1))).toBe("accepted");
  });

  test("auction prints are refused as well; the print that ends the halt follows the resumption", () => {
    const auction = [...start, halted({ instrument: "A" }), phase(MON, "auction")];
    expect(lastCode(auction, tick("A", 1))).toBe("halted");
    expect(lastCode(auction, resumed({ instrument: "A" }), tick("A", 1))).toBe("accepted");
  });

  test("a side-car refuses nothing and shows nowhere", () => {
    const sidecar = [...start, halted({ mic: "XTKS" }, "sidecar")];
    expect(lastCode(sidecar, tick("A", 1))).toBe("accepted");
    expect(shownOf("A", sidecar).phase).toBe("open");
  });

  test("`phase` shows `halted` only while the session is open", () => {
    const halt = halted({ instrument: "A" });
    expect(shownOf("A", tokyo, halt).phase).toBe("pre");
    expect(shownOf("A", start, halt).phase).toBe("halted");
    expect(shownOf("A", start, halt, phase(MON, "break")).phase).toBe("halted");
    expect(shownOf("A", start, halt, closed(MON)).phase).toBe("closed");
    expect(shownOf("A", start, halt, closed(MON), opened(TUE)).phase).toBe("halted");
    expect(shownOf("A", start, halt, resumed({ instrument: "A" })).phase).toBe("open");
  });

  // The index is Tokyo's, its second member Osaka's; levels are plain sums.
  const two = [
    [market("XTKS"), market("XOSE"), listed("A"), listed("C", { mic: "XOSE" }), index("I")],
    defined("I", "price", 1, { A: "1", C: "1" }),
    [base("A", MON, 100), base("C", MON, 50), opened(MON), opened(MON, { mic: "XOSE" }), tick("A", 110)],
    halted({ mic: "XTKS" }),
  ];

  test("while its own market is halted a derived index publishes on no tick", () => {
    expect(shownOf("I", two).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60)).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60), resumed({ mic: "XTKS" })).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60), resumed({ mic: "XTKS" }), tick("C", 61)).last).toBe("171.00");
  });

  test("at phase changes and the close it does", () => {
    expect(shownOf("I", two, tick("C", 60), phase(MON, "break")).last).toBe("170.00");
    expect(shownOf("I", two, tick("C", 60), closed(MON)).close).toBe("170.00");
  });
});

test("edge 7: a busted tick counts as refused, and all events as accepted or refused", () => {
  const { tape } = shown(tokyo, opened(MON), tick("A", 1, { id: "t" }), tick("A", 0), bust("t"), closed(MON));
  expect(tape).toEqual({ events: 8, accepted: 6, rejected: { busted: 1, "bad-price": 1 } });
});

describe("edge 8: amendments", () => {
  const start = [...tokyo, opened(MON), tick("A", 10), tick("A", 12, { id: "t" })];

  test("a bust beats corrections, wherever they stand", () => {
    expect(shownOf("A", start, correction("t", 13), bust("t")).last).toBe("10");
    expect(shownOf("A", start, bust("t"), correction("t", 13)).last).toBe("10");
    expect(shownOf("A", tokyo, opened(MON), bust("t"), tick("A", 12, { id: "t" })).last).toBeNull();
  });

  test("the last correction on the tape wins", () => {
    expect(shownOf("A", start, correction("t", 13), correction("t", 11)).last).toBe("11");
  });

  test("an amendment before its tick holds for the next one, if no session opens in between", () => {
    const later = tick("A", 12, { id: "t" });
    expect(shownOf("A", tokyo, opened(MON), correction("t", 13), later).last).toBe("13");
    expect(shownOf("A", tokyo, correction("t", 13), opened(MON), later).last).toBe("12");
  });

  test("an id used again in a later session is another tick", () => {
    const again = [closed(MON), opened(TUE), tick("A", 12, { id: "t" })];
    const corrected = shownOf("A", start, again, correction("t", 11));
    expect([corrected.previous?.close, corrected.last]).toEqual(["12", "11"]);
    expect(refused(start, bust("t"), again, { ...bust("t"), id: "second-bust" })).toEqual({ busted: 2 });
  });

  test("a second bust of one tick is a duplicate", () => {
    expect(refused(start, bust("t"), bust("t"))).toEqual({ busted: 1, duplicate: 1 });
  });

  test("a bust of nothing, or of a bust, is accepted and does nothing", () => {
    const without = shown(start);
    expect(lastCode(start, bust("nothing"))).toBe("accepted");
    expect(shown(start, bust("nothing")).valuesDigest).toBe(without.valuesDigest);
    const busted: Line = { ...bust("t"), id: "b" };
    expect(refused(start, busted, bust("b"))).toEqual({ busted: 1 });
    expect(shownOf("A", start, busted, bust("b")).last).toBe("10");
  });

  test("a correction to a price that admission refuses takes the tick away", () => {
    expect(refused(start, correction("t", 0))).toEqual({ "bad-price": 1 });
    expect(shownOf("A", start, correction("t", 0)).last).toBe("10");
  });

  const guarded = [market("XTKS"), listed("A", { fatFinger: 100 }), base("A", MON, 1000), opened(MON)];

  test("a confirmation frees from the quarantine, before the tick or after, and from nothing else", () => {
    const far = tick("A", 2000, { id: "t" });
    expect(refused(guarded, far)).toEqual({ "fat-finger": 1 });
    expect(shownOf("A", guarded, far, confirmation("t")).last).toBe("2000");
    expect(shownOf("A", guarded, confirmation("t"), far).last).toBe("2000");
    expect(refused(guarded, far, confirmation("t"), bust("t"))).toEqual({ busted: 1 });
    expect(refused(guarded, tick("A", 0, { id: "t" }), confirmation("t"))).toEqual({ "bad-price": 1 });
    expect(refused(guarded, halted({ instrument: "A" }), far, confirmation("t"))).toEqual({ halted: 1 });
  });

  test("an amendment reaches a closed session: its close, the record and what was measured from it", () => {
    const days = [
      tokyo,
      [opened(FRI), tick("A", 100), closed(FRI)],
      [opened(MON), tick("A", 130, { id: "t" }), closed(MON)],
      [opened(TUE), tick("A", 120)],
    ];
    const before = shownOf("A", days);
    expect([before.previous?.close, before.change, before.record.close?.level]).toEqual([
      "130",
      "-10",
      "130",
    ]);
    const after = shownOf("A", days, bust("t"));
    expect([after.previous?.close, after.previous?.date, after.change]).toEqual(["100", FRI, "20"]);
    expect(after.record.close).toMatchObject({ level: "100", date: FRI });
  });
});
