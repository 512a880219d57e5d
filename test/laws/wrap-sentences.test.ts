/**
 * Every sentence of a wrap is rendered from a claim it carries, and that claim checks `supported` on the state
 * it came from; at every position of the kept tapes, and on made-up ones with hostile names.
 */
import { runs } from "../runs.ts";
import { fold, type MarketEvent, type Recorded } from "@tapefold/core";
import {
  bindClaim,
  judgeClaim,
  marketRules,
  type Statement,
  statements,
  StateView,
} from "@tapefold/projections";
import { openTape } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goldenPath, readAll } from "../replay/tape-folder.ts";

const { events: golden } = await readAll(openTape(goldenPath));
const { events: actual } = await readAll(openTape(goldenPath.replace("golden", "actual")));

/** The sentences that their own claims don't bear out. */
function unsupported(log: readonly Recorded[]): { said: readonly Statement[]; wrong: string[] } {
  const state = fold(marketRules, log);
  const view = new StateView(state);
  const said = statements(state);
  const wrong = said.flatMap(({ text, claim, causes }) => {
    const bound = bindClaim(view, claim);
    if (typeof bound === "string") return [`${text}: ${bound}`];
    const verdicts = judgeClaim(view, bound);
    if (causes.length === 0 || causes.some((position) => position > state.position))
      return [`${text}: no causes`];
    if (verdicts.length === 0) return [`${text}: asserts nothing`];
    return verdicts
      .filter(({ verdict }) => verdict !== "supported")
      .map(({ field, expected, actual: is }) => `${text}: ${field} is ${is}, expected ${expected}`);
  });
  return { said, wrong };
}

/** Every figure and word of direction of a sentence, to be found in what it asserts. */
function figures(text: string): string[] {
  return [...text.matchAll(/\d[\d,]*\.\d+/g)].map(([figure]) => figure.replaceAll(",", ""));
}

describe.each([
  ["golden", golden],
  ["actual", actual],
])("the %s tape", (_, log) => {
  test("bears out every sentence, wherever it is cut", () => {
    for (let position = 0; position <= log.length; position += 7) {
      expect(unsupported(log.slice(0, position)).wrong, `position ${position}`).toEqual([]);
    }
    const { said, wrong } = unsupported(log);
    expect(wrong).toEqual([]);
    expect(said.length).toBeGreaterThan(20);
  });

  test("has no figure that isn't asserted", () => {
    for (const { text, claim } of statements(fold(marketRules, log))) {
      const asserted = JSON.stringify(claim.all);
      for (const figure of figures(text)) expect(asserted, text).toContain(figure);
    }
  });
});

const hostile = [
  "__proto__",
  "constructor",
  'a"b',
  "x].points",
  "<script>alert(1)</script>",
  "line\nend",
  "\u{202e}flip",
  "*bold* [link](x)",
  "a,b {c} = d",
];

test("names, sectors and prices of any kind leave every sentence borne out", () => {
  const price = fc.integer({ min: 1, max: 4_000_000 });
  const name = fc.oneof(fc.constantFrom(...hostile), fc.string({ minLength: 1, maxLength: 12 }));
  const change = fc.record({
    prices: fc.array(fc.tuple(fc.nat({ max: 400 }), price), { maxLength: 8 }),
    names: fc.array(name, { minLength: 9, maxLength: 9 }),
  });
  fc.assert(
    fc.property(change, ({ prices, names }) => {
      const log = golden.map(({ position, event }): Recorded => ({ position, event: renamed(event, names) }));
      for (const [at, to] of prices) {
        const one = log[at % log.length];
        if (one?.event.type !== "PriceTicked") continue;
        const scaled = one.event.instrument === "AXJO" ? to / 10 : Math.round(to / 100) || 1;
        log[one.position - 1] = { ...one, event: { ...one.event, price: scaled } };
      }
      expect(unsupported(log.slice(0, 242)).wrong).toEqual([]);
    }),
    { numRuns: runs(25) },
  );
});

function renamed(event: MarketEvent, names: readonly string[]): MarketEvent {
  if (event.type !== "InstrumentListed") return event;
  const pick = (text: string): string => names[text.length % names.length] ?? "x";
  return {
    ...event,
    name: pick(event.name),
    ...(event.sector === undefined ? {} : { sector: pick(event.sector) }),
  };
}
