import { createHash } from "node:crypto";
import { memoryLog, type MarketEvent, parseEvent } from "@tapefold/core";
import { admission } from "@tapefold/projections";
import { eventLine, foldTape, generateTape } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const options = (): fc.Arbitrary<{ seed: number; instruments: number; ticks: number }> =>
  fc.record({ seed: fc.nat(), instruments: fc.integer({ min: 1, max: 40 }), ticks: fc.nat({ max: 3_000 }) });

const generate = (given: { seed: number; instruments: number; ticks: number }): MarketEvent[] =>
  [...generateTape(given)].flat();

test("every event is valid, every id its own, and admission takes them all", async () => {
  await fc.assert(
    fc.asyncProperty(options(), async (given) => {
      const events = generate(given);
      for (const event of events) expect(parseEvent(JSON.parse(eventLine(event)))).toEqual(event);
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      const log = memoryLog();
      await log.append(events);
      const { state } = await foldTape(log);
      expect(state.read(admission, "all")).toMatchObject({ accepted: events.length, rejected: {} });
    }),
    { numRuns: 15 },
  );
});

test("has the ticks and instruments that were asked for", () => {
  fc.assert(
    fc.property(options(), (given) => {
      const count = (type: string): number => generate(given).filter((event) => event.type === type).length;
      expect([count("PriceTicked"), count("InstrumentListed")]).toEqual([given.ticks, given.instruments]);
    }),
    { numRuns: 15 },
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

test("is worth replaying: breaks, auctions, forecasts, late ticks, several sessions", () => {
  const events = generate({ seed: 5, instruments: 24, ticks: 20_000 });
  const types = new Set(
    events.map((event) => (event.type === "SessionPhaseChanged" ? event.phase : event.type)),
  );
  for (const type of ["break", "open", "auction", "GuidanceRevised", "SessionClosed"])
    expect(types).toContain(type);
  expect(events.some((event, index) => event.at < (events[index - 1]?.at ?? 0))).toBe(true);
  expect(events.filter(({ type }) => type === "SessionOpened").length).toBeGreaterThan(30);
});

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
