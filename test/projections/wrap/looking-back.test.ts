/** Sentences on what lies behind a session, on exchanges' figures and on what is quoted beside shares. */
import { fold } from "@tapefold/core";
import { bindClaim, coverageOf, judgeClaim, marketRules, statements, StateView } from "@tapefold/projections";
import { expect, test } from "vitest";
import {
  closed,
  index,
  type Line,
  type Lines,
  listed,
  market,
  opened,
  tape,
  tick,
} from "../../edges/tape.ts";

/** The sentences of a wrap, each borne out by its claim, all of it covered. */
function wrap(...lines: Lines): string[] {
  const state = fold(marketRules, tape(...lines));
  const view = new StateView(state);
  const said = statements(state);
  for (const { claim } of said) {
    const bound = bindClaim(view, claim);
    if (typeof bound === "string") throw new Error(bound);
    expect(
      judgeClaim(view, bound).map(({ verdict }) => verdict),
      claim.says,
    ).not.toContain("contradicted");
    expect(
      judgeClaim(view, bound).every(({ verdict }) => verdict === "supported"),
      claim.says,
    ).toBe(true);
  }
  const article = said.map(({ text }) => text).join(" ");
  const claims = said.map(({ claim }) => claim);
  expect(coverageOf(article, claims, view)).toMatchObject({ uncovered: [], unfounded: [] });
  return said.map(({ text }) => text);
}

const start: Lines = [market("XTKS"), index("I", { name: "Index" })];
const day = (date: string, ...prices: number[]): Lines => [
  opened(date),
  prices.map((price) => tick("I", price)),
  closed(date),
];

test("the week on its Friday, the level and the day since when", () => {
  const before = [day("2025-12-01", 1100), day("2025-12-12", 1180), day("2025-12-19", 1000)];
  const weeks = [before, day("2026-01-30", 1010), day("2026-02-05", 1050), day("2026-02-06", 1150)];
  expect(wrap(start, weeks)).toEqual(
    expect.arrayContaining([
      "It was its highest close since 12 December 2025.",
      "For the week it gained 13.86 %, its second straight weekly gain.",
    ]),
  );
  const fall = wrap(start, weeks, day("2026-02-09", 900));
  expect(fall.join(" ")).not.toContain("For the week");
  const best = wrap(start, before, day("2026-02-05", 1000), day("2026-02-06", 1070));
  expect(best).toContain("It was its best day since 12 December 2025.");
});

test("a gain or a loss that was erased", () => {
  expect(wrap(start, day("2026-02-05", 1000), day("2026-02-09", 1020, 990))).toContain(
    "It erased a gain of 2.00 %.",
  );
  expect(wrap(start, day("2026-02-05", 1000), day("2026-02-09", 970, 1010))).toContain(
    "It erased a loss of 3.00 %.",
  );
});

test("advancers and decliners, and what else is quoted; a rate in basis points", () => {
  const figure = (name: string, value: number): Line =>
    ({ type: "StatisticPublished", mic: "XTKS", date: "2026-02-09", name, value }) as Line;
  const said = wrap(
    market("XTKS"),
    index("I", { name: "Index" }),
    listed("JGB", { name: "The 10-year yield", kind: "rate", scale: 3 }),
    listed("USD", { name: "The dollar", kind: "currency", scale: 2 }),
    opened("2026-02-06"),
    closed("2026-02-06", { I: 1000, JGB: "2.230", USD: "155.00" }),
    opened("2026-02-09"),
    closed("2026-02-09", { I: 1010, JGB: "2.145", USD: "155.93" }),
    figure("advancers", 1512),
    figure("decliners", 358),
  );
  expect(said).toEqual(
    expect.arrayContaining([
      "XTKS counted 1,512 advancers and 358 decliners on 9 February.",
      "The 10-year yield fell 8.5 basis points to 2.145 %.",
      "The dollar rose 0.60 % to 155.93.",
    ]),
  );
});
