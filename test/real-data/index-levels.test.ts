/** Real indices computed from their members, against the published levels. */
import type { Constituent, MarketEvent } from "@tapefold/core";
import { Fold, record } from "@tapefold/core";
import { instrumentState, marketRules } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { hasSharedData, sharedDataNote, sharedLines } from "../replay/shared-data.ts";
import { listedIndex, listings } from "./daily-bars.ts";

/** A day on which every member closed at a price, by its id. */
interface Day {
  readonly date: string;
  readonly closes: Readonly<Record<string, string>>;
  /** New members, weights and divisor from this day on. */
  readonly composition?: { readonly weights: Readonly<Record<string, string>>; readonly divisor: string };
}

const listedShare = (instrument: string, scale: number): MarketEvent =>
  ({ ...listedIndex(instrument, scale), id: `${instrument} listed`, kind: "equity" }) as MarketEvent;

const constituents = (weights: Readonly<Record<string, string>>): Constituent[] =>
  Object.entries(weights).map(([instrument, weight]) => ({ instrument, weight }));

const eventsOf = ({ date, closes, composition }: Day): MarketEvent[] => [
  ...(composition === undefined
    ? []
    : [
        {
          id: `${date} rebalanced`,
          type: "IndexRebalanced" as const,
          at: 0,
          instrument: "INDEX",
          constituents: constituents(composition.weights),
          divisor: composition.divisor,
        },
      ]),
  { id: `${date} open`, type: "SessionOpened", at: 1, mic: "XXXX", date, phase: "auction" },
  { id: `${date} close`, type: "SessionClosed", at: 2, mic: "XXXX", date, closes },
];

/** The index's closing levels, one a day; and that its parts add up on each. */
function levels(
  definition: MarketEvent,
  shares: readonly string[],
  scale: number,
  days: readonly Day[],
): number[] {
  const head = [
    ...listings,
    ...shares.map((id) => listedShare(id, scale)),
    listedIndex("INDEX", 2),
    definition,
  ];
  const tape = new Fold(marketRules);
  tape.add(record(head));
  return days.map((day, place) => {
    tape.add(record(eventsOf(day), tape.position + 1));
    const { index, change, close } = instrumentState(tape.state, "INDEX");
    if (place > 0) {
      const points = index?.contributions.map((one) => Math.round(Number(one.points) * 100)) ?? [];
      const residual = Math.round(Number(index?.residual) * 100);
      expect(points.reduce((total, one) => total + one, residual)).toBe(Math.round(Number(change) * 100));
      expect(points).toHaveLength(shares.length);
    }
    return Number(close);
  });
}

const defined = (
  weighting: "price" | "cap",
  divisor: string,
  weights: Readonly<Record<string, string>>,
): MarketEvent => ({
  id: "defined",
  type: "IndexDefined",
  at: 0,
  instrument: "INDEX",
  mode: "derived",
  weighting,
  divisor,
  constituents: constituents(weights),
});

/** The furthest any day's level lies from the published one, in hundredths of a point. */
const furthest = (found: readonly number[], published: readonly number[]): number =>
  found.reduce(
    (most, level, day) => Math.max(most, Math.round(Math.abs(level - (published[day] ?? NaN)) * 100)),
    0,
  );

describe(`levels from members${sharedDataNote}`, () => {
  test.runIf(hasSharedData)("the Dow of its thirty members: within 0.04 points on each of 92 days", () => {
    const [header = "", ...rows] = sharedLines("index-from-constituents/dow/djia_components_2021.csv.gz");
    const shares = header.split(",").slice(1, -1);
    const weights = Object.fromEntries(shares.map((id) => [id, "1"]));
    const days = rows.map((row): Day => {
      const [date = "", ...prices] = row.split(",");
      // Float32 of dollars and cents.
      return {
        date,
        closes: Object.fromEntries(shares.map((id, place) => [id, Number(prices[place]).toFixed(2)])),
      };
    });
    const published = rows.map((row) => Number(Number(row.split(",").at(-1)).toFixed(2)));
    const found = levels(defined("price", "0.15198707565833", weights), shares, 2, days);
    expect([shares.length, found.length]).toEqual([30, 92]);
    expect(furthest(found, published)).toBe(4);
  });

  // From the published level of the day before, as the exchange does it; chained, each day's rest is carried on.
  test.runIf(hasSharedData).each([
    [0.08, "from each day's published level", 8, false],
    [0.12, "chained over four days", 12, true],
  ])("the KOSPI of its 837 members: within %d points, %s", (_points, _from, hundredths, isChained) => {
    const dates = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"];
    const published = sharedLines("index-from-constituents/kospi/kospi_levels.csv")
      .slice(1)
      .map((line) => line.split(",")[1] ?? "");
    const snapshots = dates.map(snapshotOf);
    const [first] = snapshots as [Snapshot, ...Snapshot[]];
    /** The divisor that makes a capitalisation the published level of a day. */
    const divisorFor = (cap: bigint, day: number): bigint =>
      over(cap * 100n * TEN_THOUSANDTHS, BigInt((published[day] ?? "").replace(".", "")));
    let divisor = divisorFor(capOf(first, first), 0);
    const definition = defined("cap", text(divisor), sharesOf(first));
    const days = snapshots.map((today, place): Day => {
      const closes = Object.fromEntries([...today].map(([code, { close }]) => [code, close]));
      const yesterday = snapshots[place - 1];
      if (yesterday === undefined) return { date: dates[place] ?? "", closes };
      const base = capOf(yesterday, today);
      divisor = isChained ? over(divisor * base, capOf(yesterday, yesterday)) : divisorFor(base, place - 1);
      const composition = { weights: sharesOf(today), divisor: text(divisor) };
      return { date: dates[place] ?? "", closes, composition };
    });
    const found = levels(definition, [...first.keys()], 0, days);
    expect(first.size).toBe(837);
    expect(furthest(found, published.map(Number))).toBe(hundredths);
  });
});

type Snapshot = ReadonlyMap<string, { readonly close: string; readonly shares: string }>;

const snapshotOf = (date: string): Snapshot =>
  new Map(
    sharedLines(`index-from-constituents/kospi/constituents_${date}.csv.gz`)
      .slice(1)
      .map((line) => line.split(","))
      .map((row) => [row[0] ?? "", { close: row[3] ?? "", shares: row[9] ?? "" }]),
  );

/** Closes of one day times the shares of another, in won. */
const capOf = (closes: Snapshot, shares: Snapshot): bigint =>
  [...shares].reduce(
    (total, [code, { shares: count }]) => total + BigInt(closes.get(code)?.close ?? "0") * BigInt(count),
    0n,
  );

const sharesOf = (day: Snapshot): Record<string, string> =>
  Object.fromEntries([...day].map(([code, { shares }]) => [code, shares]));

const TEN_THOUSANDTHS = 10_000n;

/** The nearest whole number. */
const over = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b);

/** Ten-thousandths as a decimal. */
const text = (divisor: bigint): string =>
  `${divisor / TEN_THOUSANDTHS}.${String(divisor % TEN_THOUSANDTHS).padStart(4, "0")}`;
