/** Admission of a tick: the first check that bites gives the code, and a tick moves what it updates alone. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  defined,
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
  phase,
  shownOf,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

const tables: Line[] = [
  { type: "PriceTablesLoaded", name: "LIMIT", kind: "limit", from: "2026-01-01", rows: [{ value: 100 }] },
  { type: "PriceTablesLoaded", name: "GRID", kind: "tickSize", from: "2026-01-01", rows: [{ value: 5 }] },
];
type Rows = readonly { readonly below?: number; readonly value: number }[];
const table = (kind: "limit" | "tickSize", rows: Rows): Line =>
  ({ type: "PriceTablesLoaded", name: "T", kind, from: MON, rows }) as Line;
const code = (share: object, price: number, ...before: Lines): string =>
  lastCode(market("XTKS"), listed("A", { ...share }), before, opened(MON), tick("A", price));

describe("of a tick's checks the first that bites gives the code", () => {
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

test("a tick from before its session's opening is session-closed: yesterday's, sent again today", () => {
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

describe("updates of a tick", () => {
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

describe("the fat-finger limit", () => {
  test("either way from the base, its edges let through", () => {
    const codes = [89, 90, 110, 111].map((price) => code({ fatFinger: 1000 }, price, base("A", MON, 100)));
    expect(codes).toEqual(["fat-finger", "accepted", "accepted", "fat-finger"]);
  });

  test("not without a base, nor beside price limits", () => {
    expect(code({ fatFinger: 1000 }, 500)).toBe("accepted");
    const both = { fatFinger: 1000, priceLimits: "T" };
    expect(code(both, 500, table("limit", [{ value: 1000 }]), base("A", MON, 100))).toBe("accepted");
  });
});

test("a tick that updates nothing is no late report", () => {
  const over = [market("XTKS"), listed("A"), opened(MON), closed(MON)];
  expect(lastCode(over, tick("A", 100, { updates: [] }))).toBe("session-closed");
  expect(lastCode(over, tick("A", 100, { updates: ["highLow"] }))).toBe("accepted");
  expect(lastCode(over, tick("A", 100, { updates: ["highLow", "volume"] }))).toBe("session-closed");
});
