import fc from "fast-check";
import { type GuidanceItem, type GuidanceValue, METRICS } from "../../tape/published-event.ts";
import { ISSUERS } from "./instruments.ts";
import { pick, type Step } from "./tape-writer.ts";

/** An issuer revises, states, keeps or withdraws its forecast; points, ranges and losses. */
export function forecasts(): fc.Arbitrary<Step> {
  return fc
    .record({
      issuer: fc.constantFrom(...ISSUERS),
      fiscalYearEnd: fc.constantFrom("2026-03-31", "2027-03-31"),
      span: fc.constantFrom("FY", "H1", "Q"),
      scope: fc.constantFrom("consolidated", "standalone"),
      standard: fc.constantFrom("JGAAP", "IFRS", "USGAAP"),
      items: fc.uniqueArray(items(), {
        selector: ({ metric }) => metric,
        minLength: 1,
        maxLength: 3,
        size: "max",
      }),
    })
    .map((said) => (tape) => {
      tape.wait(1_000_000);
      tape.write({ type: "GuidanceRevised", ...said });
    });
}

/** An issuer owns part of another; circles occur. */
export function ownerships(): fc.Arbitrary<Step> {
  return fc
    .record({ parent: fc.nat({ max: 2 }), by: fc.constantFrom(1, 2) })
    .map(({ parent, by }) => (tape) => {
      const [owner, owned] = [pick(ISSUERS, parent), pick(ISSUERS, parent + by)];
      if (owner === undefined || owned === undefined) return;
      tape.write({ type: "OwnershipDeclared", parent: owner, subsidiary: owned, basisPoints: 4000 });
    });
}

function items(): fc.Arbitrary<GuidanceItem> {
  return fc
    .record({
      metric: fc.constantFrom(...METRICS),
      previous: values(),
      revised: fc.option(values(), { nil: undefined, freq: 8 }),
      unit: fc.constantFrom(undefined, "1e9", "1000"),
    })
    .map(({ metric, previous, revised, unit }) => {
      const more = unit === undefined ? {} : { unit, currency: "JPY" };
      return { metric, previous, revised: revised === undefined ? previous : revised, ...more };
    });
}

function values(): fc.Arbitrary<GuidanceValue> {
  const point = fc.oneof(fc.constantFrom(0, -100, 100, 110, "130.0", 70), fc.integer({ min: -50, max: 300 }));
  return fc.oneof(
    { weight: 4, arbitrary: point },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: -50, max: 150 }), fc.nat({ max: 60 }))
        .map(([low, width]): GuidanceValue => [low, low + width]),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}
