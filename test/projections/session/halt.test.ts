/** Halts: of a target and a kind, until each is resumed. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  halted,
  index,
  lastCode,
  listed,
  market,
  MON,
  opened,
  phase,
  resumed,
  shownOf,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

describe("halts", () => {
  const start = [...tokyo, opened(MON)];

  test("a halt is of target and kind: each ends by its own resumption alone", () => {
    const both = [...start, halted({ instrument: "A" }), halted({ mic: "XTKS" }, "breaker")];
    expect(lastCode(both, resumed({ instrument: "A" }), tick("A", 1))).toBe("halted");
    expect(lastCode(both, resumed({ mic: "XTKS" }, "breaker"), tick("A", 1))).toBe("halted");
    expect(
      lastCode(both, resumed({ instrument: "A" }, "breaker"), resumed({ mic: "XTKS" }), tick("A", 1)),
    ).toBe("halted");
    const over = [resumed({ instrument: "A" }), resumed({ mic: "XTKS" }, "breaker")];
    expect(lastCode(both, over, tick("A", 1))).toBe("accepted");
  });

  test("a halt of one instrument leaves the others, a market's halt none", () => {
    expect(lastCode(start, halted({ instrument: "A" }), tick("B", 1))).toBe("accepted");
    expect(lastCode(start, halted({ mic: "XTKS" }), tick("B", 1))).toBe("halted");
  });

  test("a halt lasts until resumed, over a close too", () => {
    const next = [...start, halted({ instrument: "A" }), closed(MON), opened(TUE)];
    expect(lastCode(next, tick("A", 1))).toBe("halted");
    expect(lastCode(next, resumed({ instrument: "A" }), tick("A", 1))).toBe("accepted");
  });

  test("auction prints are refused as well; the print that ends the halt follows the resumption", () => {
    const auction = [...start, halted({ instrument: "A" }), phase(MON, "auction")];
    expect(lastCode(auction, tick("A", 1))).toBe("halted");
    expect(lastCode(auction, resumed({ instrument: "A" }), tick("A", 1))).toBe("accepted");
  });

  test("a side-car refuses nothing and shows nowhere", () => {
    const sidecar = [...start, halted({ mic: "XTKS" }, "sidecar")];
    expect(lastCode(sidecar, tick("A", 1))).toBe("accepted");
    expect(shownOf("A", sidecar).phase).toBe("open");
  });

  test("`phase` shows `halted` only while the session is open", () => {
    const halt = halted({ instrument: "A" });
    expect(shownOf("A", tokyo, halt).phase).toBe("pre");
    expect(shownOf("A", start, halt).phase).toBe("halted");
    expect(shownOf("A", start, halt, phase(MON, "break")).phase).toBe("halted");
    expect(shownOf("A", start, halt, closed(MON)).phase).toBe("closed");
    expect(shownOf("A", start, halt, closed(MON), opened(TUE)).phase).toBe("halted");
    expect(shownOf("A", start, halt, resumed({ instrument: "A" })).phase).toBe("open");
  });

  // The index is Tokyo's, its second member Osaka's; levels are plain sums.
  const two = [
    [market("XTKS"), market("XOSE"), listed("A"), listed("C", { mic: "XOSE" }), index("I")],
    defined("I", "price", 1, { A: "1", C: "1" }),
    [base("A", MON, 100), base("C", MON, 50), opened(MON), opened(MON, { mic: "XOSE" }), tick("A", 110)],
    halted({ mic: "XTKS" }),
  ];

  test("while its own market is halted a derived index publishes on no tick", () => {
    expect(shownOf("I", two).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60)).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60), resumed({ mic: "XTKS" })).last).toBe("160.00");
    expect(shownOf("I", two, tick("C", 60), resumed({ mic: "XTKS" }), tick("C", 61)).last).toBe("171.00");
  });

  test("at phase changes and the close it does", () => {
    expect(shownOf("I", two, tick("C", 60), phase(MON, "break")).last).toBe("170.00");
    expect(shownOf("I", two, tick("C", 60), closed(MON)).close).toBe("170.00");
  });
});
