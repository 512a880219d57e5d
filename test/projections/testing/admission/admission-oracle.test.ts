/** The oracle of admission against codes worked out by hand. */
import { marketOracle } from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";
import {
  calendar,
  closed,
  FRI,
  listed,
  market,
  MON,
  opened,
  streakSeed,
  tape,
  tick,
  TUE,
  type Line,
} from "../../tape.ts";
import { codes, lastCode, shown, start } from "../by-oracle.ts";

describe("admission", () => {
  const live = [...start, opened(FRI)];

  test("refuses by the first check that bites", () => {
    expect(lastCode(...start, tick("A", 1))).toBe("outside-session");
    expect(lastCode(...live, tick("B", 1))).toBe("unknown");
    expect(lastCode(...live, tick("A", "1.5"))).toBe("bad-price");
    expect(lastCode(...live, tick("A", 0))).toBe("bad-price");
    expect(lastCode(...live, tick("A", "9007199254740992"))).toBe("bad-price");
    expect(lastCode(...live, tick("A", 1, { at: 2 }))).toBe("session-closed");
    expect(lastCode(...live, tick("A", 1), closed(FRI), tick("A", 1))).toBe("session-closed");
    expect(lastCode(...live, tick("A", 1), closed(FRI), tick("A", 2, { updates: ["highLow"] }))).toBe(null);
    expect(lastCode(...live, { type: "TradingHalted", mic: "XTKS", kind: "halt" }, tick("A", 1))).toBe(
      "halted",
    );
    expect(lastCode(...live, { type: "TradingHalted", mic: "XTKS", kind: "sidecar" }, tick("A", 1))).toBe(
      null,
    );
  });

  test("sees repeats by value while the session is open, and by number", () => {
    const one = { id: "t", at: 9 };
    expect(codes(...live, tick("A", 1, one), tick("A", "1.0", one), tick("A", 2, one)).slice(3)).toEqual([
      null,
      "duplicate",
      "id-conflict",
    ]);
    const numbered = (seq: number) => ({ source: "s", seq }) as Partial<Line>;
    expect(
      codes(...live, tick("A", 1, numbered(5)), tick("A", 2, numbered(5)), tick("A", 2, numbered(6))).slice(
        3,
      ),
    ).toEqual([null, "duplicate", null]);
  });

  test("sessions open and close once, in order", () => {
    expect(lastCode(...live, opened(FRI))).toBe("double-open");
    expect(lastCode(...live, opened("2026-02-05"))).toBe("outside-session");
    expect(lastCode(...start, calendar(FRI), opened(MON))).toBe("outside-session");
    expect(lastCode(...start, closed(FRI))).toBe("never-closed");
    expect(lastCode(...live, closed(FRI), closed(FRI))).toBe("session-closed");
    expect(lastCode(...live, closed(FRI, { B: 1 }))).toBe("unknown");
    expect(lastCode(...live, closed(FRI, { A: "0.5" }))).toBe("bad-price");
  });

  test("limits and the fat finger look at the base price alone", () => {
    const table: Line = {
      type: "PriceTablesLoaded",
      name: "l",
      kind: "limit",
      from: "2026-01-01",
      rows: [{ below: 5000, value: 700 }, { value: 1000 }],
    };
    const limited = [
      market("XTKS"),
      table,
      listed("A", { priceLimits: "l", fatFinger: 1 }),
      streakSeed("A", 0, 4223, MON),
      opened(TUE),
    ];
    expect(codes(...limited, tick("A", 4923), tick("A", 4924), tick("A", 3522)).slice(5)).toEqual([
      null,
      "limit",
      "limit",
    ]);
    const free = [
      market("XTKS"),
      listed("A", { fatFinger: 1000 }),
      streakSeed("A", 0, 100, MON),
      opened(TUE),
    ];
    expect(codes(...free, tick("A", 110), tick("A", 111, { id: "f" })).slice(4)).toEqual([
      null,
      "fat-finger",
    ]);
    const confirm: Line = { type: "TickConfirmed", tick: "f" };
    expect(codes(...free, tick("A", 111, { id: "f" }), confirm).slice(4)).toEqual([null, null]);
  });

  test("a bust leaves nothing, before or after; a correction gives the price", () => {
    const high = tick("A", 120, { id: "t", at: 90 });
    const bust: Line = { type: "TickBusted", tick: "t" };
    for (const lines of [
      [...live, tick("A", 100), high, bust],
      [...live, bust, tick("A", 100), high],
    ]) {
      expect(shown("A", ...lines)).toMatchObject({ last: "100", high: "100" });
      expect(marketOracle(tape(...lines)).tape).toMatchObject({
        events: 6,
        accepted: 5,
        rejected: { busted: 1 },
      });
    }
    const correct: Line = { type: "TickCorrected", tick: "t", price: 105 };
    expect(shown("A", ...live, correct, tick("A", 100), high)).toMatchObject({ last: "105", high: "105" });
    expect(lastCode(...live, bust, bust)).toBe("duplicate");
  });
});
