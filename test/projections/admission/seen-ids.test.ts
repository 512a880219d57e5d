/** Repeats: an id seen in its session, or a number at or below the last of its source. */
import { admissionOracle } from "@tapefold/projections/testing";
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  correction,
  FRI,
  guidance,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  refused,
  tape,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

const at = 100;
const numbered = (seq: number, price = 100, more = {}) =>
  tick("A", price, { id: `s${seq}-${price}`, source: "feed", seq, at, ...more });
const friday: Lines = [tokyo, opened(FRI)];

describe("what is remembered of ids", () => {
  test("while a session is open every tick id seen is remembered, refused ones too", () => {
    const seen = [...tokyo, opened(MON), tick("A", 0, { id: "t", at: 9 })];
    expect(lastCode(seen, tick("A", 0, { id: "t", at: 9 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 10, { id: "t", at: 9 }))).toBe("id-conflict");
  });

  test("the first content stands after a conflict", () => {
    const seen = [
      ...tokyo,
      opened(MON),
      tick("A", 10, { id: "t", at: 9 }),
      tick("A", 11, { id: "t", at: 9 }),
    ];
    expect(lastCode(seen, tick("A", 11, { id: "t", at: 9 }))).toBe("id-conflict");
    expect(lastCode(seen, tick("A", "10.0", { id: "t", at: 9 }))).toBe("duplicate");
  });

  test("after the close a repeat is session-closed, and the id is free in the next session", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", at: 5 }), closed(MON)];
    expect(lastCode(seen, tick("A", 10, { id: "t", at: 5 }))).toBe("session-closed");
    expect(lastCode(seen, opened(TUE), tick("A", 11, { id: "t" }))).toBe("accepted");
  });

  test("a line at or below its source's last number is a duplicate; its id isn't looked at", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", source: "feed", seq: 7 })];
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "feed", seq: 7 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "feed", seq: 3 }))).toBe("duplicate");
    expect(lastCode(seen, tick("A", 11, { id: "t", source: "feed", seq: 8 }))).toBe("accepted");
    expect(lastCode(seen, tick("A", 11, { id: "u", source: "other", seq: 7 }))).toBe("accepted");
  });

  test("of a numbered source a repeat after the close is a duplicate too", () => {
    const seen = [...tokyo, opened(MON), tick("A", 10, { id: "t", source: "feed", seq: 7 }), closed(MON)];
    expect(lastCode(seen, tick("A", 10, { id: "t", source: "feed", seq: 7 }))).toBe("duplicate");
  });

  test("ids of other events are remembered for good", () => {
    const seed: Line = { ...base("A", "2026-03-02", 900), id: "b", at: 4 };
    const seen = [...tokyo, seed, opened(MON), tick("A", 10), closed(MON), opened(TUE)];
    expect(lastCode(seen, seed)).toBe("duplicate");
    expect(lastCode(seen, { ...seed, price: 901 } as Line)).toBe("id-conflict");
  });
});

describe("ids", () => {
  const t = tick("A", 100, { id: "t", at });

  test("of ticks are remembered while the session is open, also where another day's opening ended it", () => {
    expect(lastCode(friday, t, t)).toBe("duplicate");
    expect(lastCode(friday, t, { ...t, price: 101 } as typeof t)).toBe("id-conflict");
    const monday = { ...t, price: 101, at: 2000 } as typeof t;
    expect(lastCode(friday, t, opened(MON), monday)).toBe("accepted");
    expect(lastCode(friday, t, closed(FRI), opened(MON), monday)).toBe("accepted");
  });

  test("of a late report after the close are not", () => {
    const late = lateReport("A", 100, { id: "late", at });
    expect(lastCode(friday, t, closed(FRI), late, late)).toBe("accepted");
    expect(lastCode(friday, t, late, late)).toBe("duplicate");
  });

  test("of refused ticks are, of busted ones not", () => {
    const bad = tick("A", 0.5, { id: "bad", at });
    expect(lastCode(friday, bad, bad)).toBe("duplicate");
    expect(lastCode(friday, t, { ...t, v: 1 } as typeof t)).toBe("duplicate");
    const named = { ...guidance("X", [["netSales", 1, 2]]), id: "t", at: 200 };
    expect(lastCode(friday, t, named)).toBe("id-conflict");
    expect(lastCode(friday, t, bust("t"), named)).toBe("accepted");
  });

  test("of one market's ticks outlast another market's close", () => {
    const two: Lines = [market("XOSE"), friday, opened(FRI, { mic: "XOSE" }), t];
    expect(lastCode(two, closed(FRI, undefined, { mic: "XOSE" }), t)).toBe("duplicate");
    expect(lastCode(two, closed(FRI, undefined, { mic: "XOSE" }), opened(MON, { mic: "XOSE" }), t)).toBe(
      "duplicate",
    );
  });
});

describe("numbers of a source", () => {
  test("rise; what is at or below the last is a repeat, whatever its id", () => {
    expect(lastCode(friday, numbered(5), numbered(5, 101))).toBe("duplicate");
    expect(lastCode(friday, numbered(5), numbered(6))).toBe("accepted");
    expect(lastCode(friday, numbered(0))).toBe("accepted");
  });

  test("a repeat does not lower them", () => {
    expect(lastCode(friday, numbered(5), numbered(3), numbered(4))).toBe("duplicate");
  });

  test("a refused tick counts, a busted one not", () => {
    expect(lastCode(friday, numbered(5, 0.5), numbered(5, 100))).toBe("duplicate");
    expect(lastCode(friday, numbered(5, 100, { id: "gone" }), bust("gone"), numbered(5, 101))).toBe(
      "accepted",
    );
    expect(refused(friday, numbered(5, 0.5), numbered(6))).toEqual({ "bad-price": 1 });
  });

  test("ids of numbered events are not remembered", () => {
    const unnumbered = tick("A", 101, { id: "s5-100", at });
    expect(lastCode(friday, numbered(5), unnumbered)).toBe("accepted");
  });

  test("a source without numbers is known by its ids", () => {
    const named = tick("A", 100, { id: "n", source: "feed", at });
    expect(lastCode(friday, named, named)).toBe("duplicate");
    expect(lastCode(friday, numbered(5), named)).toBe("accepted");
    expect(lastCode(friday, named, numbered(0))).toBe("accepted");
    expect(lastCode(friday, numbered(5), named, numbered(5, 101))).toBe("duplicate");
  });

  test("without a source are none: its id is looked at", () => {
    const lost = (id: string, seq: number) => tick("A", 100, { id, seq, at });
    expect(lastCode(friday, lost("l", 5), lost("m", 5))).toBe("accepted");
    expect(lastCode(friday, lost("l", 5), lost("l", 5))).toBe("duplicate");
  });
});

test("a corrected tick sent again as it was is a duplicate, and with the corrected price a conflict", () => {
  const corrected = correction("t", 96);
  const lines = [market("XTKS"), listed("A"), opened(MON), tick("A", 95, { id: "t", at: 9 }), corrected];
  const again = (price: number) => [...lines, tick("A", price, { id: "t", at: 9 })];
  expect(refused(...again(95))).toEqual({ duplicate: 1 });
  expect(refused(...again(96))).toEqual({ "id-conflict": 1 });
  expect(admissionOracle(tape(...again(96))).verdicts.at(-1)?.code).toBe("id-conflict");
});
