/** Words for a streak: extends, snaps, rebounds, and the longest since. */
import { fraction } from "@tapefold/core";
import { streakWords } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  type Lines,
  MON,
  opened,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  day,
  after,
} from "../tape.ts";

const words = (...lines: Lines) => streakWords(after(tokyo, lines), "A");

describe("words for a streak, where little is known", () => {
  const words = (...lines: Lines) => streakWords(after(tokyo, lines), "A");

  test("of one session, without and with one before", () => {
    expect(words(day(THU, 100))).toMatchObject({ streak: 0, extends: false, snapped: null, rebounds: false });
    expect(words(day(THU, 100), day(FRI, 101))).toMatchObject({
      streak: 1,
      extends: false,
      snapped: null,
      rebounds: false,
      cumulative: fraction(1n, 100n),
    });
    expect(words(day(THU, 100), day(FRI, 99), day(MON, 98))).toMatchObject({
      streak: -2,
      extends: true,
      rebounds: false,
    });
  });

  test("a seed's own session is not told apart from one fewer", () => {
    const on = (streak: number) => words(day(FRI, 100), streakSeed("A", streak, 100, FRI));
    expect(on(3)).toMatchObject({
      streak: 3,
      extends: true,
      snapped: null,
      longest: { since: null, from: FRI },
    });
    expect(on(-3)).toMatchObject({ streak: -3, extends: true, snapped: null, rebounds: false });
    expect(on(1)).toMatchObject({ streak: 1, extends: false, rebounds: false });
  });

  test("as long a run on the other side is none, nor is a shorter one on the same", () => {
    const days = [day("2026-02-02", 100), day("2026-02-03", 99), day("2026-02-04", 98), day(THU, 99)];
    expect(words(days, day(FRI, 100))?.longest).toEqual({ since: null, from: "2026-02-02" });
    const shorter = [day("2026-02-02", 100), day("2026-02-03", 101), day("2026-02-04", 100), day(THU, 101)];
    expect(words(shorter, day(FRI, 102))?.longest).toEqual({ since: null, from: "2026-02-02" });
  });

  test("a session without a price is none; one with a base price is measured from that", () => {
    expect(words(day(THU, 100), [opened(FRI), closed(FRI)], day(MON, 101))).toMatchObject({ streak: 1 });
    expect(words(day(THU, 100), base("A", FRI, 110), day(FRI, 105))).toMatchObject({ streak: -1 });
    expect(words(base("A", THU, 90), day(THU, 100))).toMatchObject({ streak: 0 });
  });
});

describe("words for a streak", () => {
  test("extends, compounded over its sessions", () => {
    expect(words(day(THU, 100), day(FRI, 110), day(MON, 121))).toEqual({
      streak: 2,
      isProvisional: false,
      extends: true,
      snapped: null,
      rebounds: false,
      longest: { since: null, from: THU },
      cumulative: { numerator: 21n, denominator: 100n },
    });
  });

  test("snaps a run, also by an unchanged close; a provisional one while the session is open", () => {
    const two = [day(THU, 100), day(FRI, 101), day(MON, 102)];
    expect(words(two, opened(TUE), tick("A", 99))).toMatchObject({
      streak: -1,
      isProvisional: true,
      snapped: 2,
      rebounds: false,
      extends: false,
    });
    expect(words(two, day(TUE, 102))).toMatchObject({
      streak: 0,
      snapped: 2,
      longest: null,
      cumulative: null,
    });
    expect(words(day(THU, 100), day(FRI, 101), day(MON, 100))).toMatchObject({ streak: -1, snapped: null });
  });

  test("rebounds after losses", () => {
    const falling = [day(THU, 100), day(FRI, 99)];
    expect(words(falling, day(MON, 100))).toMatchObject({ streak: 1, rebounds: true, snapped: null });
    expect(words(falling, day(MON, 98), day(TUE, 100))).toMatchObject({ rebounds: true, snapped: -2 });
    expect(words(falling, day(MON, 99), day(TUE, 100))).toMatchObject({ streak: 1, rebounds: false });
  });

  test("the longest since the latest session with one as long on its side", () => {
    const up = [day("2026-02-02", 100), day("2026-02-03", 101), day("2026-02-04", 102)];
    const longest = (...lines: Lines): unknown => words(up, lines)?.longest;
    expect(longest(day(THU, 100), day(FRI, 101))).toEqual({ since: "2026-02-04", from: "2026-02-02" });
    expect(longest(day(THU, 100), day(FRI, 101), day(MON, 102))).toEqual({
      since: "2026-02-04",
      from: "2026-02-02",
    });
    expect(longest(day(THU, 100), day(FRI, 99))).toEqual({ since: null, from: "2026-02-02" });
  });

  test("a seed counts: its streak goes on, and the close before it isn't known", () => {
    const seed = streakSeed("A", 4, 100, FRI);
    expect(words(seed, day(MON, 101))).toMatchObject({
      streak: 5,
      extends: true,
      longest: { since: null, from: FRI },
      cumulative: null,
    });
    expect(words(seed, day(MON, 99), day(TUE, 100))).toMatchObject({ longest: { since: FRI, from: FRI } });
    expect(words(seed, day(MON, 99))).toMatchObject({ snapped: 4, cumulative: fraction(-1n, 100n) });
  });

  test("splits don't count as a move", () => {
    const halved = words(day(THU, 100), day(FRI, 110), split("A", 2, 1, MON), day(MON, 56));
    expect(halved).toMatchObject({ streak: 2, cumulative: { numerator: 3n, denominator: 25n } });
  });

  test("null while unknown, and for a session without a price", () => {
    expect(words(day(THU, 100), opened(FRI), tick("A", 1), opened(MON), tick("A", 2))).toBeNull();
    expect(words(day(THU, 100), opened(FRI))).toBeNull();
    expect(words()).toBeNull();
  });

  test("carried over an unchanged close where the policy is so", () => {
    const read = after(tokyo, day(THU, 100), day(FRI, 101), day(MON, 101), day(TUE, 102));
    expect(streakWords(read, "A", "carry")).toMatchObject({ streak: 2, cumulative: fraction(1n, 50n) });
    expect(streakWords(read, "A")).toMatchObject({ streak: 1 });
  });
});
