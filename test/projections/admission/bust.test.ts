/** Amendments: busts, corrections and confirmations of ticks, wherever they stand. */
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  confirmation,
  correction,
  FRI,
  halted,
  lastCode,
  type Line,
  listed,
  market,
  MON,
  opened,
  refused,
  shown,
  shownOf,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

test("a busted tick counts as refused, and all events as accepted or refused", () => {
  const { tape } = shown(tokyo, opened(MON), tick("A", 1, { id: "t" }), tick("A", 0), bust("t"), closed(MON));
  expect(tape).toEqual({ events: 8, accepted: 6, rejected: { busted: 1, "bad-price": 1 } });
});

describe("amendments", () => {
  const start = [...tokyo, opened(MON), tick("A", 10), tick("A", 12, { id: "t" })];

  test("a bust beats corrections, wherever they stand", () => {
    expect(shownOf("A", start, correction("t", 13), bust("t")).last).toBe("10");
    expect(shownOf("A", start, bust("t"), correction("t", 13)).last).toBe("10");
    expect(shownOf("A", tokyo, opened(MON), bust("t"), tick("A", 12, { id: "t" })).last).toBeNull();
  });

  test("the last correction on the tape wins", () => {
    expect(shownOf("A", start, correction("t", 13), correction("t", 11)).last).toBe("11");
  });

  test("an amendment before its tick holds for the next one, if no session opens in between", () => {
    const later = tick("A", 12, { id: "t" });
    expect(shownOf("A", tokyo, opened(MON), correction("t", 13), later).last).toBe("13");
    expect(shownOf("A", tokyo, correction("t", 13), opened(MON), later).last).toBe("12");
  });

  test("an id used again in a later session is another tick", () => {
    const again = [closed(MON), opened(TUE), tick("A", 12, { id: "t" })];
    const corrected = shownOf("A", start, again, correction("t", 11));
    expect([corrected.previous?.close, corrected.last]).toEqual(["12", "11"]);
    expect(refused(start, bust("t"), again, { ...bust("t"), id: "second-bust" })).toEqual({ busted: 2 });
  });

  test("a second bust of one tick is a duplicate", () => {
    expect(refused(start, bust("t"), bust("t"))).toEqual({ busted: 1, duplicate: 1 });
  });

  test("a bust that waited in vain is not a first bust of another market's tick of that id", () => {
    const york = [
      market("XNYS", "Americas", "US"),
      listed("C", { mic: "XNYS" }),
      opened(MON, { mic: "XNYS" }),
    ];
    const late = [tick("A", 11, { id: "u" }), tick("C", 12, { id: "u", source: "feed", seq: 1 })];
    const lines = [tokyo, york, bust("u"), opened(MON), late];
    expect(refused(lines)).toEqual({});
    expect(refused(lines, { ...bust("u"), id: "second-bust" })).toEqual({ busted: 1 });
  });

  test("a bust of nothing, or of a bust, is accepted and does nothing", () => {
    const without = shown(start);
    expect(lastCode(start, bust("nothing"))).toBe("accepted");
    expect(shown(start, bust("nothing")).valuesDigest).toBe(without.valuesDigest);
    const busted: Line = { ...bust("t"), id: "b" };
    expect(refused(start, busted, bust("b"))).toEqual({ busted: 1 });
    expect(shownOf("A", start, busted, bust("b")).last).toBe("10");
  });

  test("a correction to a price that admission refuses takes the tick away", () => {
    expect(refused(start, correction("t", 0))).toEqual({ "bad-price": 1 });
    expect(shownOf("A", start, correction("t", 0)).last).toBe("10");
  });

  const guarded = [market("XTKS"), listed("A", { fatFinger: 100 }), base("A", MON, 1000), opened(MON)];

  test("a confirmation frees from the quarantine, before the tick or after, and from nothing else", () => {
    const far = tick("A", 2000, { id: "t" });
    expect(refused(guarded, far)).toEqual({ "fat-finger": 1 });
    expect(shownOf("A", guarded, far, confirmation("t")).last).toBe("2000");
    expect(shownOf("A", guarded, confirmation("t"), far).last).toBe("2000");
    expect(refused(guarded, far, confirmation("t"), bust("t"))).toEqual({ busted: 1 });
    expect(refused(guarded, tick("A", 0, { id: "t" }), confirmation("t"))).toEqual({ "bad-price": 1 });
    expect(refused(guarded, halted({ instrument: "A" }), far, confirmation("t"))).toEqual({ halted: 1 });
  });

  test("an amendment reaches a closed session: its close, the record and what was measured from it", () => {
    const days = [
      tokyo,
      [opened(FRI), tick("A", 100), closed(FRI)],
      [opened(MON), tick("A", 130, { id: "t" }), closed(MON)],
      [opened(TUE), tick("A", 120)],
    ];
    const before = shownOf("A", days);
    expect([before.previous?.close, before.change, before.record.close?.level]).toEqual([
      "130",
      "-10",
      "130",
    ]);
    const after = shownOf("A", days, bust("t"));
    expect([after.previous?.close, after.previous?.date, after.change]).toEqual(["100", FRI, "20"]);
    expect(after.record.close).toMatchObject({ level: "100", date: FRI });
  });

  test("a correction of a close that is refused leaves it, whatever other close is corrected after it", () => {
    const corrected = (instrument: string, close: number): Line => {
      return { type: "CloseCorrected", mic: "XTKS", date: MON, instrument, close };
    };
    const lines = [start, closed(MON, { A: 11, B: 20 }), corrected("A", 1.5), corrected("B", 21)];
    expect(refused(lines)).toEqual({ "bad-price": 1 });
    expect([shownOf("A", lines).close, shownOf("B", lines).close]).toEqual(["11", "21"]);
    expect(shownOf("A", lines, corrected("A", 12)).close).toBe("12");
  });
});
