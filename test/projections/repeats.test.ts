/** Events that come twice: by their ids while a session is open, by a source's own numbers for good. */
import { describe, expect, test } from "vitest";
import {
  bust,
  closed,
  FRI,
  guidance,
  lastCode,
  lateReport,
  type Lines,
  market,
  MON,
  opened,
  refused,
  tick,
  tokyo,
} from "../edges/tape.ts";

const friday: Lines = [tokyo, opened(FRI)];
const at = 100;
const numbered = (seq: number, price = 100, more = {}) =>
  tick("A", price, { id: `s${seq}-${price}`, source: "feed", seq, at, ...more });

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
