import { fold, type Recorded } from "@tapefold/core";
import { laws, session } from "@tapefold/core/testing";
import { marketRules } from "@tapefold/projections";
import { admissionOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { busiestSession } from "./busiest-session.ts";

const rules = [...marketRules, busiestSession];

for (const law of laws(busiestSession, { runs: 10 })) test(law.name, law.check);

test("it is as its oracle says", () => {
  fc.assert(
    fc.property(session(), (log) => {
      const state = fold(rules, log);
      for (const [instrument, expected] of busiestOracle(log)) {
        const { date, ticks } = state.read(busiestSession, instrument);
        expect({ date, ticks }).toEqual(expected);
      }
    }),
  );
});

test("it counts every instrument that traded, and no other", () => {
  fc.assert(
    fc.property(session(), (log) => {
      const counted = [...fold(rules, log).documents(busiestSession)];
      const traded = counted.filter(([, { ticks }]) => ticks > 0).map(([instrument]) => instrument);
      expect(traded.toSorted()).toEqual([...busiestOracle(log).keys()].toSorted());
    }),
  );
});

/** The same from lists: the accepted ticks of each session, counted and put in order. */
function busiestOracle(log: readonly Recorded[]): Map<string, { date: string; ticks: number }> {
  const dates = new Map<string, string>();
  const markets = new Map<string, string>();
  const counts = new Map<string, Map<string, number>>();
  for (const { event, code } of admissionOracle(log).verdicts) {
    if (code !== null) continue;
    if (event.type === "InstrumentListed") markets.set(event.instrument, event.mic);
    if (event.type === "SessionOpened") dates.set(event.mic, event.date);
    if (event.type !== "PriceTicked" || event.updates?.includes("last") === false) continue;
    const date = dates.get(markets.get(event.instrument) ?? "") ?? "";
    const own = counts.get(event.instrument) ?? new Map<string, number>();
    counts.set(event.instrument, own.set(date, (own.get(date) ?? 0) + 1));
  }
  const busiest = [...counts].map(([instrument, own]) => {
    const [[date, ticks] = ["", 0]] = [...own].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return [instrument, { date, ticks }] as const;
  });
  return new Map(busiest);
}
