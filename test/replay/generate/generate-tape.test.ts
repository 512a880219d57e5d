import { createHash } from "node:crypto";
import { memoryLog, type MarketEvent, parseEvent } from "@tapefold/core";
import { marketState } from "@tapefold/projections";
import { eventLine, foldTape, generateTape } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";

const options = (): fc.Arbitrary<{ seed: number; instruments: number; ticks: number }> =>
  fc.record({ seed: fc.nat(), instruments: fc.integer({ min: 1, max: 40 }), ticks: fc.nat({ max: 3_000 }) });

const generate = (given: { seed: number; instruments: number; ticks: number }): MarketEvent[] =>
  [...generateTape(given)].flat();

const count = (events: readonly MarketEvent[], type: string): number =>
  events.filter((event) => event.type === type).length;

test("every event is valid, every id its own, and admission takes all but what is busted", async () => {
  await fc.assert(
    fc.asyncProperty(options(), async (given) => {
      const events = generate(given);
      for (const event of events) expect(parseEvent(JSON.parse(eventLine(event)))).toEqual(event);
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      const log = memoryLog();
      await log.append(events);
      const { state } = await foldTape(log);
      const busted = count(events, "TickBusted");
      expect(state.counts).toMatchObject({
        accepted: events.length - busted,
        rejected: busted === 0 ? {} : { busted },
      });
    }),
    { numRuns: runs(30) },
  );
});

test("has the ticks and instruments that were asked for", () => {
  fc.assert(
    fc.property(options(), (given) => {
      const events = generate(given);
      expect([count(events, "PriceTicked"), count(events, "InstrumentListed")]).toEqual([
        given.ticks,
        given.instruments,
      ]);
    }),
    { numRuns: runs(30) },
  );
});

test("the same seed gives the same tape, another one another", () => {
  const text = (seed: number): string =>
    generate({ seed, instruments: 12, ticks: 300 }).map(eventLine).join("\n");
  expect(text(1)).toBe(text(1));
  expect(text(1)).not.toBe(text(2));
  expect(createHash("sha256").update(text(1)).digest("hex")).toMatchSnapshot();
});

test("numbers its sources without a gap", () => {
  const last = new Map<string, number>();
  for (const { source, seq } of generate({ seed: 3, instruments: 24, ticks: 2_000 })) {
    if (source === undefined || seq === undefined) continue;
    expect(seq).toBe((last.get(source) ?? 0) + 1);
    last.set(source, seq);
  }
  expect(last.size).toBe(6);
});

describe("is worth replaying", () => {
  const events = generate({ seed: 5, instruments: 36, ticks: 40_000 });
  const ticks = events.filter((event) => event.type === "PriceTicked");

  test.each([
    [
      "an opening auction",
      (event: MarketEvent) => event.type === "SessionOpened" && event.phase === "auction",
    ],
    [
      "a closing auction",
      (event: MarketEvent) => event.type === "SessionPhaseChanged" && event.phase === "auction",
    ],
    ["breaks", (event: MarketEvent) => event.type === "SessionPhaseChanged" && event.phase === "break"],
    ["revised forecasts", ({ type }: MarketEvent) => type === "GuidanceRevised"],
    ["halts", ({ type }: MarketEvent) => type === "TradingHalted"],
    ["busts", ({ type }: MarketEvent) => type === "TickBusted"],
    ["corrections", ({ type }: MarketEvent) => type === "TickCorrected"],
    [
      "late reports",
      (event: MarketEvent) => event.type === "PriceTicked" && event.updates?.[0] === "highLow",
    ],
    ["indices made of their members", (event: MarketEvent) => event.type === "IndexDefined"],
  ])("%s", (_, isOne) => {
    expect(events.filter(isOne).length).toBeGreaterThan(2);
  });

  test("late ticks", () => {
    expect(ticks.some(({ at }, index) => at < (ticks[index - 1]?.at ?? 0))).toBe(true);
  });

  test("every halt ends in its session", () => {
    const resumed = count(events, "TradingResumed");
    expect(resumed).toBe(count(events, "TradingHalted"));
  });

  test("prices move more at the open and the close than at noon", () => {
    const moves = { edge: [] as number[], noon: [] as number[] };
    const last = new Map<string, number>();
    for (const { instrument, price, at } of ticks) {
      const minute = Math.floor(at / 60_000_000) % 1440;
      const before = last.get(instrument);
      last.set(instrument, Number(price));
      // New York: 14:30 to 21:00.
      if (!instrument.startsWith("XNYS") || before === undefined) continue;
      const move = Math.abs(Number(price) / before - 1);
      if (minute > 872 && (minute < 900 || minute > 1230)) moves.edge.push(move);
      else if (minute > 1020 && minute < 1110) moves.noon.push(move);
    }
    const mean = (all: number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
    expect(mean(moves.edge)).toBeGreaterThan(1.3 * mean(moves.noon));
  });

  test("members of an index move together, and the index with them", async () => {
    const log = memoryLog();
    await log.append(events);
    const { state } = await foldTape(log);
    const { index, changePct } = marketState(state).instruments["XNYS:I1"]!;
    expect(index).toMatchObject({ mode: "derived", members: 5 });
    expect(changePct).not.toBeNull();
    const closes = events.flatMap((event) =>
      event.type === "SessionClosed" && event.mic === "XNYS" ? [event.closes!] : [],
    );
    const changes = (instrument: string): number[] =>
      closes.slice(1).map((close, day) => Number(close[instrument]) / Number(closes[day]![instrument]) - 1);
    const pairs = [3, 4, 5, 6].map((number) => correlation(changes("XNYS:S2"), changes(`XNYS:S${number}`)));
    expect(pairs.reduce((sum, one) => sum + one, 0) / pairs.length).toBeGreaterThan(0.4);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number): number =>
    x.reduce((sum, one, place) => sum + (one - mx) * (y[place]! - my), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}

describe("a session", () => {
  test("has at most 200,000 ticks, however many there are in all", () => {
    let ticks = 0;
    for (const batch of generateTape({ seed: 1, instruments: 1, ticks: 10_000_000 })) {
      ticks += batch.filter(({ type }) => type === "PriceTicked").length;
      // The first session is enough: all have the same number, to one.
      if (batch.some(({ type }) => type === "SessionClosed")) break;
    }
    expect(ticks).toBeGreaterThan(190_000);
    expect(ticks).toBeLessThanOrEqual(200_000 + 4_096);
  });
});

test.each([
  { seed: -1, instruments: 1, ticks: 1 },
  { seed: 1, instruments: 0, ticks: 1 },
  { seed: 1, instruments: 100_001, ticks: 1 },
  { seed: 1, instruments: 1, ticks: 0.5 },
])("%j is out of range", (given) => {
  expect(() => generate(given)).toThrow(expect.objectContaining({ code: "USAGE" }) as Error);
});
