/** Laws of streaks. */
import { type MarketEvent, parseDecimal } from "@tapefold/core";
import type { InstrumentState } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  eventsOf,
  everyState,
  everyTape,
  instrumentsAfter,
  instrumentsOf,
  renumbered,
  shown,
} from "./tapes.ts";

const PLAIN = { amendments: false, seeds: false };
const STEP_BY_STEP = 25;

test("a close adds at most one to a streak, on the side of its change", () => {
  eachClose((before, after) => {
    // A first close has nothing before it, also where its session has a base price.
    if (before.streak.confirmed === null || after.streak.confirmed === null || after.previous === null)
      return;
    const sign = signOf(after);
    expect(Math.abs(after.streak.confirmed)).toBeLessThanOrEqual(Math.abs(before.streak.confirmed) + 1);
    expect(after.streak.confirmed * sign).toBeGreaterThanOrEqual(0);
    if (sign !== 0) expect(Math.abs(after.streak.confirmed)).toBeGreaterThanOrEqual(1);
  });
});

test("between closes the confirmed streak stands, and the provisional one ends with the session", () => {
  everyTape(
    PLAIN,
    (log) => {
      let before: ReadonlyMap<string, InstrumentState> = new Map();
      for (const { state, event, code } of everyState(log)) {
        const instruments = instrumentsOf(state);
        for (const [id, one] of Object.entries(instruments)) {
          const { streak, mic } = one;
          const mayChange = event.type === "SessionOpened" || event.type === "SessionClosed";
          const earlier = before.get(id);
          if (!mayChange && earlier !== undefined) expect(streak.confirmed).toBe(earlier.streak.confirmed);
          if (event.type === "SessionClosed" && code === null && event.mic === mic)
            expect(streak.provisional).toBeNull();
          if (streak.provisional === null || streak.confirmed === null) continue;
          const sign = one.previous === null ? 0 : signOf(one);
          const side = sign * streak.confirmed > 0 ? streak.confirmed : 0;
          expect(streak.provisional).toBe(sign === 0 ? 0 : side + sign);
        }
        before = new Map(Object.entries(instruments));
      }
    },
    STEP_BY_STEP,
  );
});

test("a streak is the length of the last run of closes on one side", () => {
  fc.assert(
    fc.property(closes(), (prices) => {
      expect(streakOf(prices)).toBe(runOf(prices));
    }),
  );
});

test("a session called off changes nothing", () => {
  everyTape({ ...PLAIN, calendars: false }, (log, choose) => {
    const mics = log.flatMap(({ event }) => (event.type === "MarketListed" ? [event.mic] : []));
    const cancelled = {
      type: "SessionCancelled",
      id: "called-off",
      at: 0,
      mic: mics[choose(mics.length)],
      date: "2026-01-03",
    };
    const events = eventsOf(log);
    const place = mics.length + choose(log.length - mics.length + 1);
    const more = renumbered([...events.slice(0, place), cancelled as MarketEvent, ...events.slice(place)]);
    expect(shown(more).valuesDigest).toBe(shown(log).valuesDigest);
  });
});

test("a scheduled session that is not on the tape makes a streak unknown", () => {
  fc.assert(
    fc.property(closes(), fc.nat(), (prices, gap) => {
      fc.pre(prices.length > 2);
      const missing = 1 + (gap % (prices.length - 2));
      expect(streakOf(prices, missing)).toBeNull();
    }),
  );
});

test("closes mirrored at a level mirror the streak", () => {
  fc.assert(
    fc.property(closes(), (prices) => {
      const mirrored = streakOf(prices.map((price) => 1000 - price)) ?? NaN;
      expect(mirrored + (streakOf(prices) ?? NaN)).toBe(0);
    }),
  );
});

test("where the close lies on the side of the last tick, the provisional streak is confirmed", () => {
  eachClose((before, after) => {
    if (before.streak.provisional === null || signOf(before) !== signOf(after)) return;
    expect(after.streak.confirmed).toBe(before.streak.provisional);
  });
});

/** Every instrument that a close settled, just before and just after. */
function eachClose(check: (before: InstrumentState, after: InstrumentState) => void): void {
  everyTape(
    PLAIN,
    (log) => {
      let before: ReadonlyMap<string, InstrumentState> = new Map();
      let closed = 0;
      for (const { state, event, code } of everyState(log)) {
        const instruments = instrumentsOf(state);
        for (const [id, after] of Object.entries(instruments)) {
          const isSettled = event.type === "SessionClosed" && code === null && event.mic === after.mic;
          const earlier = before.get(id);
          if (!isSettled || after.close === null || earlier === undefined) continue;
          check(earlier, after);
          closed += 1;
        }
        before = new Map(Object.entries(instruments));
      }
      return closed > 0;
    },
    STEP_BY_STEP,
  );
}

function signOf({ change }: Pick<InstrumentState, "change">): number {
  const units = parseDecimal(change ?? "0")?.units ?? 0n;
  return units === 0n ? 0 : units < 0n ? -1 : 1;
}

function closes(): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 498, max: 502 }), { minLength: 1, maxLength: 14 });
}

/** The confirmed streak after closes of one share, one a scheduled day; the day `missing` is left out. */
function streakOf(prices: readonly number[], missing?: number): number | null {
  const dates = prices.map((_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`);
  const lines = [
    { type: "MarketListed", mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "UTC" },
    { type: "CalendarLoaded", mic: "XTKS", from: "2026-03-01", to: "2026-03-31", dates },
    {
      type: "InstrumentListed",
      instrument: "A",
      name: "A",
      kind: "equity",
      mic: "XTKS",
      currency: "JPY",
      scale: 0,
    },
    ...prices.flatMap((price, index) => {
      if (index === missing) return [];
      const session = { mic: "XTKS", date: dates[index] };
      return [
        { type: "SessionOpened", ...session },
        { type: "SessionClosed", ...session, closes: { A: price } },
      ];
    }),
  ];
  const log = renumbered(
    lines.map((line, index) => ({ id: `e${index}`, at: index, ...line }) as MarketEvent),
  );
  return instrumentsAfter(log)["A"]?.streak.confirmed ?? null;
}

/** The length of the trailing block of changes of one sign. */
function runOf(prices: readonly number[]): number {
  const signs = prices.slice(1).map((price, index) => Math.sign(price - (prices[index] ?? price)));
  const last = signs.at(-1) ?? 0;
  const breakAt = signs.findLastIndex((sign) => sign !== last);
  return last === 0 ? 0 : last * (signs.length - 1 - breakAt);
}
