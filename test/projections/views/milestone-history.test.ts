/** A round number's past: touched, crossed, held, given back, reclaimed. */
import { milestoneHistory } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  index,
  type Lines,
  market,
  MON,
  opened,
  THU,
  tick,
  TUE,
  WED,
  after,
} from "../tape.ts";

describe("a round number, where little is known", () => {
  const start: Lines = [market("XTKS"), index("I"), base("I", THU, 1190)];
  const at = (...lines: Lines) => milestoneHistory(after(start, lines), "I", 1200);
  const session = (date: string, price: number): Lines => [opened(date), tick("I", price), closed(date)];

  test("before any session nothing is known of it, nor without a reference", () => {
    expect(at()).toMatchObject({ firstCrossed: null, firstClosedAbove: null, toward: false, crossed: false });
    const bare = after(market("XTKS"), index("I"), opened(THU), tick("I", 1195));
    expect(milestoneHistory(bare, "I", 1200)).toMatchObject({ toward: false, crossed: false });
    expect(at(opened(THU), tick("I", 1190))).toMatchObject({ toward: false });
  });

  test("a session that was left open crossed it and closed nowhere", () => {
    const left = [opened(THU), tick("I", 1210), session(FRI, 1190)];
    expect(at(left)).toMatchObject({ firstCrossed: THU, firstClosedAbove: null });
    expect(at(left, session(MON, 1205))).toMatchObject({ firstClosedAbove: MON, reclaimed: false });
  });

  test("a session without a price crosses nothing, and an open one neither holds nor gives back", () => {
    expect(at([opened(THU), closed(THU)], session(FRI, 1200))).toMatchObject({ firstCrossed: FRI });
    const lost = [session(THU, 1205), session(FRI, 1190), opened(MON), tick("I", 1201)];
    expect(at(lost)).toMatchObject({ holds: null, gaveBack: null, reclaimed: null });
  });
});

describe("a round number", () => {
  const start: Lines = [market("XTKS"), index("I"), base("I", THU, 1190)];
  const at = (...lines: Lines) => milestoneHistory(after(start, lines), "I", 1200);
  const closing = (date: string, high: number, close: number): Lines => [
    opened(date),
    tick("I", high),
    tick("I", close),
    closed(date),
  ];

  test("toward, touched, crossed", () => {
    expect(at(opened(THU), tick("I", 1195))).toMatchObject({ toward: true, touched: false, crossed: false });
    expect(at(opened(THU), tick("I", 1185))).toMatchObject({ toward: false });
    expect(at(opened(THU), tick("I", 1200))).toMatchObject({ toward: false, touched: true, crossed: true });
    expect(at(opened(THU), tick("I", 1199), tick("I", 1201), tick("I", 1198))).toMatchObject({
      toward: true,
      touched: false,
      crossed: true,
      holds: null,
      gaveBack: null,
      reclaimed: null,
    });
  });

  test("held, given back, reclaimed", () => {
    const held = closing(THU, 1210, 1205);
    expect(at(held)).toMatchObject({ holds: true, gaveBack: false, reclaimed: false, firstClosedAbove: THU });
    const lost = [held, closing(FRI, 1204, 1199)];
    expect(at(lost)).toMatchObject({ holds: false, gaveBack: true, reclaimed: false });
    expect(at(lost, closing(MON, 1198, 1190))).toMatchObject({ gaveBack: false, crossed: false });
    const back = [lost, closing(MON, 1200, 1200)];
    expect(at(back)).toMatchObject({ holds: true, touched: true, reclaimed: true, firstCrossed: THU });
    expect(at(back, closing(TUE, 1210, 1205))).toMatchObject({ holds: true, reclaimed: false });
    // A session without a close lies neither above nor below.
    const unpriced = [opened(FRI), tick("I", 1190, { updates: ["highLow"] }), closed(FRI)];
    expect(at(held, unpriced, closing(MON, 1210, 1205))).toMatchObject({ holds: true, reclaimed: false });
  });

  test("crossed before it was closed above", () => {
    const first = [closing(THU, 1201, 1199), closing(FRI, 1203, 1202)];
    expect(at(first)).toMatchObject({ firstCrossed: THU, firstClosedAbove: FRI, reclaimed: false });
    expect(at(first, opened(MON), tick("I", 1150), closed(MON), opened(WED))).toMatchObject({
      toward: false,
    });
  });
});
