/** Laws of guidance and breadth. */
import { runs } from "../runs.ts";
import { type GuidanceItem, type Metric } from "@tapefold/core";
import { classifyMetric, isMandatory } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import { basketTape, baskets } from "./baskets.ts";
import { derivedIndices, text } from "./index-parts.ts";
import { changed, everyTape, folded, instrumentsAfter, shown, unitsOf, without } from "./tapes.ts";
import { times } from "./transformed-tapes.ts";

type MetricClass = ReturnType<typeof classifyMetric>;

const MIRROR: Readonly<Record<MetricClass, MetricClass>> = {
  raise: "lower",
  lower: "raise",
  narrow: "widen",
  widen: "narrow",
  initiate: "withdraw",
  withdraw: "initiate",
  reinstate: "withdraw",
  reaffirm: "reaffirm",
};

test("told the other way round, a revision is its mirror", () => {
  fc.assert(
    fc.property(values(), values(), (previous, revised) => {
      expect(classifyMetric(revised, previous, false)).toBe(MIRROR[classifyMetric(previous, revised, false)]);
    }),
    { numRuns: runs(500) },
  );
});

test("neither the unit nor a point told as a range changes a class", () => {
  fc.assert(
    fc.property(values(), values(), fc.constantFrom(10, 1000, 1_000_000), (previous, revised, unit) => {
      const classed = classifyMetric(previous, revised, false);
      expect(classifyMetric(inUnit(previous, unit), inUnit(revised, unit), false)).toBe(classed);
      expect(classifyMetric(asRange(previous), asRange(revised), false)).toBe(classed);
    }),
    { numRuns: runs(500) },
  );
});

test("a larger change on the same side stays mandatory", () => {
  const metrics = fc.constantFrom<Metric>("netSales", "operatingProfit", "netProfitAttributable");
  const numbers = fc.tuple(
    metrics,
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: -900, max: 900 }),
    fc.nat({ max: 900 }),
  );
  fc.assert(
    fc.property(numbers, ([metric, previous, change, more]) => {
      fc.pre(isMandatory(metric, previous, previous + change));
      expect(isMandatory(metric, previous, previous + change + Math.sign(change) * more)).toBe(true);
    }),
  );
});

test("first, last and close lie between the furthest moves", () => {
  everyTape({}, (given) => {
    const log = changed(given, ["PriceTicked"], ({ updates: _updates, ...tick }) => tick);
    const reactions = shown(log).guidance.flatMap((one) => one.reactions);
    let measured = 0;
    for (const { gapPct, lastPct, closePct, maxUpPct, maxDownPct } of reactions) {
      const inside = [gapPct, lastPct, closePct].flatMap((one) => (one === null ? [] : [unitsOf(one)]));
      if (inside.length === 0 || maxUpPct === null || maxDownPct === null) continue;
      for (const one of inside) expect(unitsOf(maxDownPct) <= one && one <= unitsOf(maxUpPct)).toBe(true);
      measured += 1;
    }
    return measured > 0;
  });
});

test("guidance changes no level, record, streak or breadth", () => {
  everyTape({}, (log) => {
    const silent = without(log, ({ type }) => type === "GuidanceRevised");
    const withoutPositions = (tape: typeof log) => {
      const { instruments, regions } = shown(tape);
      const text = JSON.stringify({ instruments, regions });
      return text.replaceAll(/"position":\d+/g, '"position":0');
    };
    expect(withoutPositions(silent)).toBe(withoutPositions(log));
    return silent.length < log.length;
  });
});

test("every member is in one bucket", () => {
  everyTape({}, (log) => {
    const indices = Object.values(instrumentsAfter(log)).flatMap(({ index }) =>
      index === null ? [] : [index],
    );
    for (const { breadth, members } of indices) {
      const { advancers, decliners, unchanged, untraded } = breadth;
      expect(advancers + decliners + unchanged + untraded).toBe(members);
    }
    return indices.some(({ members }) => members > 0);
  });
});

test("prices and base prices changed for each other change advancers for decliners", () => {
  fc.assert(
    fc.property(baskets(), (basket) => {
      const [there] = derivedIndices(folded(basketTape(basket, basket.first)));
      const [back] = derivedIndices(folded(basketTape({ ...basket, base: basket.first }, basket.base)));
      for (const one of [there, back]) {
        fc.pre(
          one?.publishedExact !== undefined &&
            one.publishedExact !== null &&
            text(one.publishedExact) === text(one.exact),
        );
      }
      const { advancers, decliners, ...rest } = there?.breadth ?? {};
      expect(back?.breadth).toEqual({ advancers: decliners, decliners: advancers, ...rest });
    }),
  );
});

function values(): fc.Arbitrary<GuidanceItem["revised"]> {
  const point = fc.integer({ min: -20, max: 20 });
  const range = fc
    .tuple(point, fc.nat({ max: 10 }))
    .map(([low, width]): GuidanceItem["revised"] => [low, low + width]);
  return fc.oneof(point, range, fc.constant(null));
}

function inUnit(value: GuidanceItem["revised"], unit: number): GuidanceItem["revised"] {
  if (value === null) return null;
  return typeof value === "object" ? [times(value[0], unit), times(value[1], unit)] : times(value, unit);
}

function asRange(value: GuidanceItem["revised"]): GuidanceItem["revised"] {
  return value === null || typeof value === "object" ? value : [value, value];
}
