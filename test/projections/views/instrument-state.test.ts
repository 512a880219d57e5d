/** An instrument as it is shown: what is not known yet, and currencies, rates and the like. */
import { describe, expect, test } from "vitest";
import {
  cancelled,
  closed,
  FRI,
  lastCode,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shown,
  shownOf,
  THU,
  tick,
  tokyo,
  TUE,
  day,
} from "../tape.ts";

describe("currencies, rates and the like", () => {
  const quotes: Lines = [
    market("XTKS"),
    market("XFXX", "Asia", "US"),
    listed("USDJPY", { kind: "currency", mic: "XFXX", scale: 2 }),
    listed("JGB", { kind: "rate", scale: 3 }),
    { type: "SessionOpened", mic: "XFXX", date: FRI },
    tick("USDJPY", "155.20"),
    { type: "SessionClosed", mic: "XFXX", date: FRI } as Line,
    opened(FRI),
    tick("JGB", "2.230"),
    closed(FRI),
    opened(MON),
  ];

  test("have streaks and records, no milestone and no make-up, and belong to no region", () => {
    const state = shown(quotes, tick("JGB", "2.310"));
    expect(state.instruments["JGB"]).toMatchObject({
      kind: "rate",
      change: "0.080",
      changePct: "3.5874",
      streak: { provisional: 1 },
      record: { high: { setThisSession: true } },
      milestone: null,
      index: null,
    });
    expect(state.regions).toEqual([
      { region: "Asia", up: 0, down: 0, little: 0, word: null, leader: null, laggard: null },
    ]);
    expect(state.shares).toEqual([]);
  });

  test("at or below zero no price; a market of them leads nobody overnight", () => {
    expect(lastCode(quotes, tick("JGB", "-0.100"))).toBe("bad-price");
    expect(shownOf("JGB", quotes).overnightLead).toBeNull();
    const shares: Lines = [listed("S", { mic: "XFXX" }), quotes.slice(4)];
    expect(shownOf("JGB", quotes.slice(0, 4), shares).overnightLead?.mic).toBe("XFXX");
  });
});

describe("what isn't known yet", () => {
  test("before the first session", () => {
    expect(shownOf("A", tokyo)).toMatchObject({
      date: null,
      phase: "pre",
      last: null,
      previous: null,
      change: null,
      move: "untraded",
      streak: { confirmed: 0, provisional: null, since: null },
      record: { close: null, high: null },
      overnightLead: null,
      milestone: null,
      session: null,
      since: null,
      periods: null,
    });
  });

  test("change and move are null with a price but no reference, `move` untraded without a price", () => {
    expect(shownOf("A", tokyo, opened(MON), tick("A", 1))).toMatchObject({
      change: null,
      changePct: null,
      move: null,
    });
    expect(shownOf("A", tokyo, day(FRI, 100), opened(MON))).toMatchObject({ change: null, move: "untraded" });
  });

  test("the provisional streak is 0 in a first session, null without a tick and once closed", () => {
    const streak = (...lines: Line[]): unknown => shownOf("A", tokyo, lines).streak;
    expect(streak(opened(FRI))).toMatchObject({ confirmed: 0, provisional: null, since: null });
    expect(streak(opened(FRI), tick("A", 100))).toMatchObject({ confirmed: 0, provisional: 0, since: null });
    expect(streak(...day(FRI, 100))).toMatchObject({ confirmed: 0, provisional: null, since: null });
    expect(streak(...day(FRI, 100), opened(MON), tick("A", 101))).toMatchObject({
      confirmed: 0,
      provisional: 1,
      since: null,
    });
  });

  test("`streak.since` is the confirmed streak's first session, null at 0 and unknown", () => {
    const since = (...lines: Line[]): string | null => shownOf("A", tokyo, day(THU, 100), lines).streak.since;
    expect(since(...day(FRI, 101), ...day(MON, 102), opened(TUE), tick("A", 99))).toBe(FRI);
    expect(since(...day(FRI, 101), ...day(MON, 101))).toBeNull();
    expect(since(...day(FRI, 101), opened(MON), tick("A", 102), opened(TUE))).toBeNull();
    expect(since(...day(FRI, 101), ...day(MON, 100), ...day(TUE, 99))).toBe(MON);
  });

  test("an unchanged close ends a streak, a cancelled session doesn't", () => {
    const streak = (...lines: Line[]): number | null =>
      shownOf("A", tokyo, day(THU, 100), lines).streak.confirmed;
    expect(streak(...day(FRI, 101), ...day(MON, 101))).toBe(0);
    expect(streak(...day(FRI, 101), cancelled(MON), ...day(TUE, 102))).toBe(2);
    expect(streak(...day(FRI, 101), ...day(MON, 100), ...day(TUE, 99))).toBe(-2);
  });
});
