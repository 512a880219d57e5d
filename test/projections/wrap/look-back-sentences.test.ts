/** Sentences on what lies behind a session, on exchanges' figures and on what is quoted beside shares. */
import { fold } from "@tapefold/core";
import { bindClaim, coverageOf, judgeClaim, marketRules, statements, StateView } from "@tapefold/projections";
import { expect, test } from "vitest";
import { closed, index, type Line, type Lines, listed, market, opened, tape, tick } from "../tape.ts";

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

const scheduled = (dates: readonly string[]): Line => ({
  type: "CalendarLoaded",
  mic: "XTKS",
  from: dates[0] as string,
  to: "2026-04-30",
  dates,
});

test("periods end by the calendar: the week before a holiday, the month and quarter with its last session", () => {
  const dates = [
    "2025-12-30",
    "2026-01-30",
    "2026-02-26",
    "2026-03-19",
    "2026-03-30",
    "2026-03-31",
    "2026-04-01",
  ];
  const before = [start, scheduled(dates), day("2025-12-30", 1000), day("2026-01-30", 1010)];
  const year = wrap(start, scheduled(dates), day("2025-12-30", 1000));
  expect(year.join(" ")).not.toContain("For ");
  expect(wrap(before)).toContain("For January it gained 1.00 %.");
  const spring = [before, day("2026-02-26", 1050), day("2026-03-19", 1040)];
  // The nineteenth is a Thursday, and its week has no other session.
  expect(wrap(spring)).toContain("For the week it lost 0.95 %.");
  const march = wrap(spring, day("2026-03-30", 1060), day("2026-03-31", 1100));
  expect(march).toContain("For March it gained 4.76 %, its third straight monthly gain.");
  expect(march).toContain("For the quarter it gained 10.00 %.");
  expect(march.join(" ")).not.toContain("For the week");
});

test("the year with its last session", () => {
  const dates = ["2024-12-30", "2025-12-30", "2026-01-05"];
  const years = [day("2024-12-30", 1000), day("2025-12-30", 1200)];
  expect(wrap(start, scheduled(dates), years)).toContain("For the year it gained 20.00 %.");
});

test("a streak that the close ended", () => {
  const rise = [
    day("2026-02-03", 1000),
    day("2026-02-04", 1010),
    day("2026-02-05", 1020),
    day("2026-02-06", 1030),
  ];
  expect(wrap(start, rise, day("2026-02-09", 1000))).toContain(
    "Index tumbled 2.91 % to close at 1,000.00, ending a run of three straight gains.",
  );
});

test("the shares and sectors of a market whose indices are quoted", () => {
  const shares = { A: 1100, B: 1080, C: 1000, D: 950, E: 1020, F: 1030 };
  const sector = (id: string): string => (id < "C" ? "Chips" : "Banks");
  const closes = (prices: Record<string, number>): Record<string, number> => ({ ...prices, I: 1000 });
  const base = closes(Object.fromEntries(Object.keys(shares).map((id) => [id, 1000])));
  const said = wrap(
    start,
    Object.keys(shares).map((id) => listed(id, { name: `Share ${id}`, sector: sector(id) })),
    opened("2026-02-06"),
    closed("2026-02-06", base),
    opened("2026-02-09"),
    closed("2026-02-09", closes(shares)),
  );
  expect(said).toContain("Of the shares of XTKS four rose, one fell and one was little changed.");
  expect(said).toContain(
    "Gainers were led by Share A (+10.00 %) and Share B (+8.00 %); among the losers was Share D (−5.00 %).",
  );
  expect(said).toContain("Chips shares led the sectors, +9.00 % at the median.");
});
