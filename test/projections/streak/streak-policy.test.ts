/** The streak rule with its other policy: an unchanged close carries the run on, where the default ends it. */
import { fold } from "@tapefold/core";
import { marketRules, sessionStreak, streakRule } from "@tapefold/projections";
import { expect, test } from "vitest";
import { FRI, type Lines, MON, streakSeed, tape, THU, tokyo, TUE, day } from "../tape.ts";

const carrying = streakRule("carry");
const both = (...lines: Lines) => {
  const state = fold([...marketRules, carrying], tape(tokyo, lines));
  return [state.read(sessionStreak, "A"), state.read(carrying, "A")];
};

test("an unchanged close resets a streak, or carries it", () => {
  const flat = [day(THU, 100), day(FRI, 101), day(MON, 101)];
  expect(both(flat)).toMatchObject([
    { confirmed: 0, since: null },
    { confirmed: 1, since: FRI },
  ]);
  expect(both(flat, day(TUE, 102))).toMatchObject([
    { confirmed: 1, since: TUE },
    { confirmed: 2, since: FRI },
  ]);
  expect(both(flat, day(TUE, 100))).toMatchObject([
    { confirmed: -1, since: TUE },
    { confirmed: -1, since: TUE },
  ]);
});

test("so it does after a seed that comes late", () => {
  expect(both(day(FRI, 100), day(MON, 100), streakSeed("A", 3, 100, THU))).toMatchObject([
    { confirmed: 0 },
    { confirmed: 3 },
  ]);
});

test("the two are rules of different names, so that their documents and snapshots never mix", () => {
  expect(carrying.definition.name).not.toBe(sessionStreak.definition.name);
});
