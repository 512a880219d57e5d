/** The level and the day since when a price was last so high or so low. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  lateReport,
  type Lines,
  MON,
  opened,
  shownOf,
  split,
  THU,
  tick,
  tokyo,
  day,
} from "../tape.ts";

const a = (...lines: Lines) => shownOf("A", tokyo, lines);

describe("since", () => {
  const week = [
    [opened("2026-02-03"), tick("A", 120), tick("A", 80), closed("2026-02-03", { A: 100 })],
    [opened("2026-02-04"), tick("A", 112), closed("2026-02-04", { A: 105 })],
    [opened(THU), tick("A", 99), closed(THU, { A: 100 })],
    [opened(FRI), closed(FRI, { A: 110 })],
  ];

  test("the last session as high or as low; null back to the first", () => {
    expect(a(week, opened(MON), tick("A", 112), tick("A", 103)).since).toEqual({
      highestClose: FRI,
      lowestClose: THU,
      highestHigh: "2026-02-04",
      lowestLow: THU,
      bestDay: FRI,
      worstDay: null,
      first: "2026-02-03",
    });
    expect(a(week, opened(MON), tick("A", 121)).since).toMatchObject({
      highestClose: null,
      highestHigh: null,
      lowestLow: FRI,
      bestDay: FRI,
    });
  });

  test("what equals counts, exactly", () => {
    const two = [day(THU, 100), day(FRI, 110)];
    expect(a(two, opened(MON), tick("A", 121)).since?.bestDay).toBe(FRI);
    expect(a(two, opened(MON), tick("A", 122)).since?.bestDay).toBeNull();
    expect(a(two, opened(MON), tick("A", 110)).since?.highestClose).toBe(FRI);
  });

  test("null without a price; a first session has only itself; one left open doesn't count", () => {
    expect(a(day(FRI, 1), opened(MON), lateReport("A", 2)).since).toBeNull();
    expect(a(opened(MON), tick("A", 100)).since).toEqual({
      highestClose: null,
      lowestClose: null,
      highestHigh: null,
      lowestLow: null,
      bestDay: null,
      worstDay: null,
      first: MON,
    });
    expect(a(opened(FRI), tick("A", 100), opened(MON), tick("A", 90)).since).toMatchObject({
      highestClose: null,
      first: MON,
    });
  });

  test("without a high of its own the highest high is not known", () => {
    const bare = a(day(FRI, 100), opened(MON), tick("A", 90, { updates: ["last"] })).since;
    expect(bare).toMatchObject({ highestClose: FRI, highestHigh: null, lowestLow: null });
  });

  test("moves are measured from each session's own reference, levels on today's basis", () => {
    const halved = [day(THU, 100), day(FRI, 104), split("A", 2, 1, MON), base("A", MON, 50)];
    expect(a(halved, opened(MON), tick("A", 52)).since).toMatchObject({ highestClose: FRI, bestDay: FRI });
  });
});
