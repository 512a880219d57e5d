/** The kept tapes are what the script writes, and the tables behind them add up: recomputed here with plain integers. */
import { readFileSync } from "node:fs";
import { parseEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { actualTape } from "./actual-tape.ts";
import { type Basket, type BasketRow, csi, nikkei } from "./baskets.ts";
import { goldenTape } from "./golden-tape.ts";
import { type TapeLine, toJsonLines } from "./tape-line.ts";
import { actualVerdicts, goldenVerdicts } from "./verdicts.ts";

const kept = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

/** A decimal in units of 10^-decimals. */
function units(value: number | string, decimals: number): bigint {
  const [whole = "", fraction = ""] = String(value).split(".");
  if (fraction.length > decimals) throw new Error(`${value} has more than ${decimals} decimals`);
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** a / b to the nearest integer, ties away from zero; b above zero. */
const roundHalfAway = (a: bigint, b: bigint): bigint =>
  a < 0n ? -((-2n * a + b) / (2n * b)) : (2n * a + b) / (2n * b);

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

// Prices have at most 2 decimals, weights 1: weighted prices are in thousandths. Divisors have 4 decimals.
const weighted = (basket: Basket, prices: readonly number[]): bigint[] =>
  prices.map((price, index) => units(price, 2) * units(basket.weights[index] ?? "", 1));
const perCent = 1_000n; // of a thousandth over a ten-thousandth: 10^4 / 10^3 units of a point, times 100
const centsOf = (basket: Basket, numerator: bigint): bigint =>
  roundHalfAway(numerator * perCent, units(basket.divisor, 4));

const closeBefore = (basket: Basket, row: BasketRow): BasketRow | undefined =>
  basket.rows.findLast((one) => one.date < row.date);

/** Exact numerators of the members' contributions since the close before. */
function changes(basket: Basket, row: BasketRow): bigint[] {
  const before = weighted(basket, closeBefore(basket, row)?.prices ?? []);
  return weighted(basket, row.prices).map((now, index) => now - (before[index] ?? 0n));
}

const rowAt = (basket: Basket, time: string): BasketRow => {
  const row = basket.rows.find((one) => one.date === "2026-02-10" && one.time === time);
  if (!row) throw new Error(`no row ${time}`);
  return row;
};

const tapes: [name: string, tape: TapeLine[]][] = [
  ["golden.jsonl", goldenTape()],
  ["actual.jsonl", actualTape()],
];
const quoted: [name: string, tape: TapeLine[]] = [
  "the golden tape with quoted indices",
  goldenTape({ quoted: true }),
];

test.each(tapes)("%s is what its script writes, byte for byte", (name, tape) => {
  expect(kept(name)).toBe(toJsonLines(tape));
});

describe.each([...tapes, quoted])("%s", (_, tape) => {
  test("holds events of the schema, each id once", () => {
    for (const line of tape) parseEvent(JSON.parse(JSON.stringify(line)));
    expect(new Set(tape.map(({ id }) => id)).size).toBe(tape.length);
  });

  test("goes forward in time, and so do the numbers of each feed", () => {
    const last = new Map<string, number>();
    let at = "";
    for (const line of tape) {
      expect(line.at >= at).toBe(true);
      at = line.at;
      if (line.source === undefined) continue;
      expect(line.seq).toBe((last.get(line.source) ?? 0) + 1);
      last.set(line.source, line.seq ?? 0);
    }
  });
});

describe("the baskets", () => {
  test.each([nikkei, csi].flatMap((basket) => basket.rows.map((row) => ({ basket, row }))))(
    "$basket.instrument $row.date $row.time makes $row.level",
    ({ basket, row }) => {
      expect(centsOf(basket, sum(weighted(basket, row.prices)))).toBe(units(row.level, 2));
    },
  );

  test.each([
    ["09:00", "448.07"],
    ["09:41", "1011.06"],
    ["10:20", "1396.15"],
    ["10:45", "1596.25"],
    ["11:30", "1562.13"],
    ["13:30", "1521.83"],
    ["15:30", "1286.60"],
  ])("the Nikkei's change at %s is %s", (time, change) => {
    const row = rowAt(nikkei, time);
    expect(units(row.level, 2) - units(closeBefore(nikkei, row)?.level ?? 0, 2)).toBe(units(change, 2));
  });

  // At 10:20 the rounded parts make a cent more than the published change.
  test.each([
    ["10:20", ["350.57", "173.81", "112.31", "75.21", "35.10", "649.16"], "1396.16"],
    ["11:30", ["381.05", "188.52", "121.94", "83.23", "38.27", "749.12"], "1562.13"],
    ["13:30", ["374.63", "173.81", "116.32", "85.24", "36.77", "735.06"], "1521.83"],
    ["15:30", ["361.80", "88.24", "96.27", "95.26", "35.10", "609.93"], "1286.60"],
  ])("the contributions at %s", (time, points, total) => {
    const parts = changes(nikkei, rowAt(nikkei, time)).map((change) => centsOf(nikkei, change));
    expect(parts).toEqual(points.map((point) => units(point, 2)));
    expect(sum(parts)).toBe(units(total, 2));
  });

  test("the sectors of the CSI 300 at the break", () => {
    const parts = changes(csi, rowAt(csi, "11:30"));
    const sector = (name: string): bigint =>
      centsOf(csi, sum(parts.filter((_, index) => csi.members[index]?.sector === name)));
    expect([sector("Industrials"), sector("Financials"), sector("Other")]).toEqual([944n, -850n, 142n]);
    expect(sum(parts) * perCent).toBe(236n * units(csi.divisor, 4));
  });

  test("no level between two rows lies above both", () => {
    const levels = nikkeiPath(goldenTape());
    const highest = (date: string): bigint =>
      levels.reduce((high, one) => (one.date === date && one.cents > high ? one.cents : high), 0n);
    expect(highest("2026-02-09")).toBe(5_733_707n);
    expect(highest("2026-02-10")).toBe(5_796_019n);
    expect(levels.find(({ date }) => date === "2026-02-10")?.cents).toBe(5_681_201n);
  });
});

/** Every level the tape's prints make while Tokyo's phase is open, and at its phase changes. */
function nikkeiPath(tape: readonly TapeLine[]): { date: string; cents: bigint }[] {
  const prices = new Map<string, number>();
  const path: { date: string; cents: bigint }[] = [];
  let date = "";
  let isOpen = false;
  const publish = (): void => {
    const now = nikkei.members.map(({ instrument }) => prices.get(instrument) ?? 0);
    path.push({ date, cents: centsOf(nikkei, sum(weighted(nikkei, now))) });
  };
  for (const line of tape) {
    if (line.type === "PriceTicked") {
      prices.set(line.instrument, line.price as number);
      if (isOpen && nikkei.members.some(({ instrument }) => instrument === line.instrument)) publish();
    } else if (line.type === "SessionOpened" && line.mic === "XTKS") {
      date = line.date;
      isOpen = (line.phase ?? "open") === "open";
    } else if (line.type === "SessionPhaseChanged" && line.mic === "XTKS") {
      isOpen = line.phase === "open";
      publish();
    } else if (line.type === "SessionClosed" && line.mic === "XTKS") {
      isOpen = false;
      for (const [instrument, price] of Object.entries(line.closes ?? {}))
        prices.set(instrument, price as number);
    }
  }
  return path;
}

describe("the article's claims", () => {
  const { claims } = JSON.parse(kept("article.json")) as { claims: { id: string }[] };

  test("are 38, and each has its two verdicts", () => {
    const ids = Array.from({ length: 38 }, (_, index) => String(index + 1));
    expect(claims.map(({ id }) => id)).toEqual(ids);
    expect([...goldenVerdicts.keys()]).toEqual(ids);
    expect([...actualVerdicts.keys()]).toEqual(ids);
  });

  // Low and high end in hundredths of a percent, both included.
  test.each([
    ["2", "N225", 265n, 275n],
    ["5", "TOPX", 201n, 10_000n],
    ["14", "KS11", 15n, 25n],
    ["16", "KQ11", -115n, -105n],
    ["18", "HSI", 55n, 65n],
    ["22", "AXJO", 15n, 25n],
    ["25", "NSEI", 25n, 35n],
    ["33", "IXIC", 85n, 95n],
  ])("claim %s of %s holds where its verdict says so", (id, instrument, low, high) => {
    for (const [tape, at, verdicts] of [
      [goldenTape({ quoted: true }), "2026-02-10T04:30:00Z", goldenVerdicts],
      [actualTape(), "2026-02-10T10:00:00Z", actualVerdicts],
    ] as const) {
      const [level, before] = levelAndBefore(tape, instrument, at);
      const move = (level - before) * 10_000n;
      expect(low * before <= move && move <= high * before).toBe(verdicts.get(id) === "supported");
    }
  });
});

/** The quoted level as of an instant, and the official close it compares with; in hundredths. */
function levelAndBefore(tape: readonly TapeLine[], instrument: string, at: string): [bigint, bigint] {
  let last = 0n;
  let closed = 0n;
  let before = 0n;
  for (const line of tape) {
    if (line.at > at) break;
    if (line.type === "PriceTicked" && line.instrument === instrument && !line.updates) {
      last = units(line.price, 2);
    } else if (line.type === "SessionClosed" && line.closes?.[instrument] !== undefined) {
      before = closed;
      closed = units(line.closes[instrument], 2);
      last = 0n;
    }
  }
  return last === 0n ? [closed, before] : [last, closed];
}
