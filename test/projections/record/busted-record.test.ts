/** A record tick that is busted: the record, the index's path, milestone, streak and reaction go with it. */
import { fold } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  bust,
  closed,
  correction,
  defined,
  FRI,
  guidance,
  index,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shown,
  shownOf,
  tape,
  tick,
  TUE,
  WED,
} from "../tape.ts";

/** Friday at 99, Monday at 100; an index follows A ten times over, and A's issuer has just raised its forecast. */
const before: Lines = [
  [market("XTKS"), listed("A", { issuer: "X" }), index("I")],
  defined("I", "adjusted-price", "0.10", { A: "1" }),
  [opened(FRI), tick("A", 99), closed(FRI), opened(MON), tick("A", 100), closed(MON)],
  guidance("X", [["eps", 1, 2]], { at: 90 }),
  opened(TUE, { at: 100 }),
];
const spike: Line = tick("A", 119, { id: "spike", at: 101 });
const rest: Line = tick("A", 104, { id: "rest", at: 102 });
const end: Line = closed(TUE, undefined, { at: 200 });
const next: Lines = [opened(WED, { at: 300 }), tick("A", 103, { id: "next", at: 301 })];

const digest = (...lines: Lines): string => shown(lines).valuesDigest;

describe("state after the bust is the state of a tape without the tick", () => {
  test.each<[when: string, log: Lines, clean: Lines]>([
    ["before the close", [before, spike, rest, bust("spike"), end], [before, rest, end]],
    ["after the close", [before, spike, rest, end, bust("spike")], [before, rest, end]],
    ["before the tick", [before, bust("spike"), spike, rest, end], [before, rest, end]],
    ["in the next session", [before, spike, rest, end, next, bust("spike")], [before, rest, end, next]],
  ])("%s", (_, log, clean) => {
    expect(digest(log)).toBe(digest(clean));
  });

  test("and not that of a tape with it", () => {
    expect(digest(before, spike, rest, end)).not.toBe(digest(before, rest, end));
  });

  test("a correction is the tick with the new price", () => {
    const right: Line = tick("A", 109, { id: "spike", at: 101 });
    expect(digest(before, spike, rest, end, correction("spike", 109))).toBe(digest(before, right, rest, end));
  });
});

describe("as of before the bust", () => {
  const log = tape(before, spike, rest, bust("spike"), end);
  const asOf = (position: number) => marketState(fold(marketRules, log.slice(0, position)));
  const at = log.findIndex(({ event }) => event.type === "TickBusted");

  test("the tape still shows the record, the index's too, what it reached and how the share reacted", () => {
    const { instruments, guidance: said } = asOf(at);
    expect(instruments["A"]?.record.high).toMatchObject({ level: "119", date: TUE, setThisSession: true });
    expect(instruments["I"]?.record.high).toMatchObject({ level: "1190.00", setThisSession: true });
    expect(instruments["I"]?.milestone).toMatchObject({ reached: ["1100.00"], gaveBack: ["1100.00"] });
    expect(said[0]?.reactions[0]).toMatchObject({
      gapPct: "19.0000",
      maxUpPct: "19.0000",
      lastPct: "4.0000",
    });
  });

  test("after it none of them", () => {
    const { instruments, guidance: said, tape: counts } = asOf(at + 1);
    expect(counts.rejected).toEqual({ busted: 1 });
    expect(instruments["A"]?.record.high).toMatchObject({
      level: "104",
      previous: { level: "100", date: MON },
    });
    expect(instruments["I"]).toMatchObject({ high: "1040.00", open: "1040.00" });
    expect(instruments["I"]?.milestone).toMatchObject({ level: "1100.00", reached: [] });
    expect(said[0]?.reactions[0]).toMatchObject({ gapPct: "4.0000", maxUpPct: "4.0000" });
  });
});

test("a bust of the tick that made the close moves close, record close and streak", () => {
  const last = tick("A", 98, { id: "last", at: 110 });
  const log: Lines = [before, rest, last, end];
  expect(shownOf("A", log)).toMatchObject({ close: "98", streak: { confirmed: -1 } });
  expect(shownOf("A", log, bust("last"))).toMatchObject({
    close: "104",
    streak: { confirmed: 2, since: MON },
    record: { close: { level: "104", straight: 2 } },
  });
});
