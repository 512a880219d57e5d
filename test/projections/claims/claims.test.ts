/** Relations and their tolerances, exact at the edges; and laws of verdicts. */
import { runs } from "../../runs.ts";
import { fold, type MarketEvent, parseEvent, record } from "@tapefold/core";
import { bindClaim, judgeClaim, marketRules, StateView, type Claim } from "@tapefold/projections";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

type Assertion = NonNullable<Claim["all"]>[number];
type Relation = Assertion["relation"];

/** An index that closed at `base` and stands at `price`, both in hundredths. */
function viewOf(base: number, price: number): StateView {
  const lines: readonly object[] = [
    { type: "MarketListed", mic: "XONE", name: "One", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
    {
      type: "InstrumentListed",
      instrument: "I",
      name: "I",
      kind: "index",
      mic: "XONE",
      currency: "JPY",
      scale: 2,
    },
    { type: "SessionOpened", mic: "XONE", date: "2026-02-09" },
    { type: "SessionClosed", mic: "XONE", date: "2026-02-09", closes: { I: String(base / 100) } },
    { type: "SessionOpened", mic: "XONE", date: "2026-02-10" },
    { type: "PriceTicked", instrument: "I", price: String(price / 100) },
  ];
  const events = lines.map((line, index): MarketEvent =>
    parseEvent({ id: `e${index}`, at: `2026-02-10T00:0${index}:00Z`, ...line }),
  );
  return new StateView(fold(marketRules, record(events)));
}

function verdictOf(view: StateView, assertion: Assertion): string | undefined {
  const bound = bindClaim(view, { id: "c", says: "", ...assertion });
  return typeof bound === "string" ? bound : judgeClaim(view, bound)[0]?.verdict;
}

const change = (view: StateView, relation: Relation, value: string | string[], weaker?: string[]) =>
  verdictOf(view, {
    field: "instruments.I.changePct",
    relation,
    value,
    ...(weaker === undefined ? {} : { weaker }),
  });

test("two values of between and most may stand in either order", () => {
  const view = viewOf(1_000_000, 980_000);
  expect(change(view, "between", ["-1.5", "-2.5"])).toBe("supported");
  expect(change(view, "between", ["-2.5", "-2"])).toBe("contradicted");
  expect(change(view, "most", ["-1", "-2"])).toBe("supported");
});

test("a single value is no list of several", () => {
  const view = viewOf(1_000_000, 1_026_500);
  expect(change(view, "is", ["2.65", "3"])).toBe("contradicted");
  expect(change(view, "is", ["2.7"])).toBe("supported");
});

describe("the last digit gives the tolerance, ends included, on the exact ratio", () => {
  test.each<[base: number, price: number, relation: Relation, value: string, holds: boolean]>([
    // 2.65 % and 2.75 % exactly, and a hundredth beside.
    [1_000_000, 1_026_500, "about", "2.7", true],
    [1_000_000, 1_026_499, "about", "2.7", false],
    [1_000_000, 1_027_500, "is", "2.7", true],
    [1_000_000, 1_027_501, "is", "2.7", false],
    [1_000_000, 1_027_501, "is", "2.75", true],
    [1_000_000, 1_120_000, "nearly", "12", false],
    [1_000_000, 1_119_999, "nearly", "12", true],
    [1_000_000, 1_115_000, "nearly", "12", true],
    [1_000_000, 1_114_999, "nearly", "12", false],
    [1_000_000, 880_001, "nearly", "-12", true],
    [1_000_000, 880_000, "nearly", "-12", false],
    [1_000_000, 1_020_000, "more-than", "2", false],
    [1_000_000, 1_020_000, "at-least", "2", true],
    [1_000_000, 1_020_000, "at-most", "2", true],
    [1_000_000, 1_020_000, "less-than", "2", false],
    // 2.00000003 %, which four decimals show as 2.0000.
    [3_000_000_000, 3_060_000_001, "more-than", "2", true],
    [3_000_000_000, 3_060_000_001, "at-most", "2.0000", false],
  ])("from %d to %d is %s %s: %s", (base, price, relation, value, holds) => {
    expect(change(viewOf(base, price), relation, value)).toBe(holds ? "supported" : "contradicted");
  });
});

test("between leaves its ends out; most keeps them", () => {
  const view = viewOf(10_000, 10_100);
  expect(change(view, "between", ["0", "1"])).toBe("contradicted");
  expect(change(view, "between", ["0", "1.01"])).toBe("supported");
  expect(change(view, "most", ["0", "1"])).toBe("supported");
  expect(change(view, "most", ["0", "0.99"])).toBe("contradicted");
});

test("weaker lists what would be true to another degree", () => {
  const view = viewOf(10_000, 10_100);
  expect(change(view, "more-than", "2", ["1"])).toBe("weaker");
  expect(change(view, "more-than", "2", ["1.5"])).toBe("contradicted");
  expect(change(view, "about", "1", ["1.0"])).toBe("supported");
});

test("what the state doesn't hold yet can't be checked", () => {
  const view = viewOf(10_000, 10_100);
  const of = (field: string, relation: Relation = "is", value = "1") =>
    verdictOf(view, { field, relation, value });
  expect(of("instruments.I.close")).toBe("uncheckable");
  expect(of("instruments.I.overnightLead.date", "is", "2026-02-09")).toBe("uncheckable");
  expect(of("instruments.I.index.sectors[sector=None].points")).toBe("uncheckable");
  expect(of("guidance[issuer=1].class", "is", "upgrade")).toBe("uncheckable");
});

test("a list in braces holds where each does", () => {
  const view = viewOf(10_000, 10_100);
  expect(verdictOf(view, { field: "instruments.{I,I}.move", relation: "is", value: "up" })).toBe("supported");
});

test("another field's value is compared exactly", () => {
  const view = viewOf(10_000, 10_100);
  const previous = { field: "instruments.I.previous.close" };
  expect(verdictOf(view, { field: "instruments.I.last", relation: "more-than", value: previous })).toBe(
    "supported",
  );
  expect(verdictOf(view, { field: "instruments.I.last", relation: "at-most", value: previous })).toBe(
    "contradicted",
  );
});

test("dates are compared as days", () => {
  const view = viewOf(10_000, 10_100);
  const date = (relation: Relation, value: string) =>
    verdictOf(view, { field: "instruments.I.date", relation, value });
  expect([
    date("at-most", "2026-02-10"),
    date("at-most", "2026-02-09"),
    date("at-least", "2026-02-09"),
  ]).toEqual(["supported", "contradicted", "supported"]);
  expect(date("at-most", "2026-02-30")).toMatch(/is no date/);
});

test("weakening a supported claim never makes it contradicted", () => {
  const decimal = fc.integer({ min: -500, max: 500 }).map((tenths) => (tenths / 10).toFixed(1));
  const step = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 2000 }), decimal, decimal, step, (price, low, high, wider) => {
      const view = viewOf(1000, price);
      const less = (text: string): string => (Number(text) - wider / 10).toFixed(1);
      const more = (text: string): string => (Number(text) + wider / 10).toFixed(1);
      const isRising = Number(low) < Number(high);
      const weakened: readonly [Relation, string | string[], Relation, string | string[]][] = [
        ["more-than", low, "more-than", less(low)],
        ["more-than", low, "at-least", low],
        ["less-than", high, "at-most", more(high)],
        ["nearly", low, "about", low],
        ["between", [low, high], "between", isRising ? [less(low), more(high)] : [more(low), less(high)]],
        ["between", [low, high], "most", [low, high]],
        ["is", low, "among", [high, low]],
        ["is", `${low}0`, "is", low],
      ];
      for (const [relation, value, weaker, to] of weakened) {
        if (change(view, relation, value) !== "supported") continue;
        expect(change(view, weaker, to), `${relation} ${String(value)}, ${weaker} ${String(to)}`).toBe(
          "supported",
        );
      }
    }),
    { numRuns: runs(60) },
  );
});
