/** Ids of unnumbered ticks: thousands in a session, used again the next day, and let go of with their session. */
import { Fold, fold, parseEvent, record, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { expect, test } from "vitest";

const TICKS = 3_000;
const DAYS = 4;

const listed = [
  { type: "MarketListed", mic: "M", name: "M", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
  {
    type: "InstrumentListed",
    instrument: "A",
    name: "A",
    kind: "equity",
    mic: "M",
    currency: "JPY",
    scale: 0,
  },
].map((line, place) => ({ id: `l${place}`, ...line }));

/** Each day the same ids, each first with one price, then with the same or another. */
const days = Array.from({ length: DAYS }, (_, day) => {
  const date = `2026-03-0${day + 2}`;
  const at = `${date}T00:00:00Z`;
  const tick = (id: string, price: number) => ({ id, type: "PriceTicked", instrument: "A", price, at });
  return [
    { id: `open${day}`, type: "SessionOpened", mic: "M", date, at },
    ...Array.from({ length: TICKS }, (__, place) => tick(`t${place}`, 100)),
    ...Array.from({ length: TICKS }, (__, place) => tick(`t${place}`, place % 3 === 0 ? 101 : 100)),
    { id: `close${day}`, type: "SessionClosed", mic: "M", date, at },
  ];
});

const recorded = record(
  [...listed, ...days.flat()].map((line) => parseEvent({ at: "2026-03-01T00:00:00Z", ...line })),
);
const state = fold(marketRules, recorded);

test("each id stands once a session, whatever the day before had", () => {
  expect(state.counts).toEqual({
    accepted: listed.length + DAYS * (TICKS + 2),
    rejected: { duplicate: (DAYS * TICKS * 2) / 3, "id-conflict": (DAYS * TICKS) / 3 },
  });
});

test("what is kept of them doesn't grow with the days", () => {
  const rule = State.initial(marketRules).projections.find(
    ({ definition }) => definition.name === "seen-ids",
  );
  const ids = JSON.stringify(state.read(rule as NonNullable<typeof rule>, "all")).match(/"t\d+"/g) ?? [];
  expect(ids.length).toBeLessThanOrEqual(TICKS);
  expect(JSON.stringify(state.read(rule as NonNullable<typeof rule>, "all"))).toContain('"open0"');
});

test("folds that go on from one state find its ids, whichever goes on first", () => {
  const middle = listed.length + TICKS;
  const first = new Fold(marketRules);
  first.add(recorded.slice(0, middle));
  const from = first.state;
  const folds = [first, new Fold(marketRules, { from }), new Fold(marketRules, { from })];
  for (const each of folds) {
    each.add(recorded.slice(middle));
    expect(each.state.digest).toBe(state.digest);
  }
});
