/** Definitions of indices that can't be right: refused when defined, with a code, or by the schema with the field named. */
import { MarketError, parseEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import {
  closed,
  defined,
  FRI,
  index,
  lastCode,
  type Line,
  MON,
  opened,
  rebalanced,
  shownOf,
  tick,
  tokyo,
} from "../tape.ts";

/** The schema's refusal of a line; undefined where it takes it. */
function refusal(line: object): MarketError<"LOG_LINE_INVALID"> | undefined {
  try {
    parseEvent({ id: "e1", at: "2026-02-10T00:00:00Z", ...line });
    return undefined;
  } catch (error) {
    return error as MarketError<"LOG_LINE_INVALID">;
  }
}

const good = defined("I", "price", "2", { A: "1", B: "1" }) as object;
const members = (...weights: unknown[]): object => ({
  ...good,
  constituents: weights.map((weight, place) => ({ instrument: "AB"[place], weight })),
});
const without = (field: string): object =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));

describe("the schema names the field", () => {
  test("the definition the others differ from is good", () => {
    expect(refusal(good)).toBeUndefined();
  });

  test.each<[what: string, line: object, field: string]>([
    ["no divisor", without("divisor"), "divisor"],
    ["a divisor of zero", { ...good, divisor: "0.00" }, "divisor"],
    ["a divisor below zero", { ...good, divisor: -1 }, "divisor"],
    ["a divisor that is no decimal", { ...good, divisor: "1e400" }, "divisor"],
    ["no members", { ...good, constituents: [] }, "constituents"],
    ["members missing", without("constituents"), "constituents"],
    [
      "a member twice",
      { ...good, constituents: ["A", "A"].map((instrument) => ({ instrument, weight: 1 })) },
      "constituents",
    ],
    ["a weight of zero", members("1", "0"), "constituents.1.weight"],
    ["a weight below zero", members("-1", "1"), "constituents.0.weight"],
    ["no weight", { ...good, constituents: [{ instrument: "A" }] }, "constituents.0.weight"],
    ["no weighting", without("weighting"), "weighting"],
    ["a weighting nobody knows", { ...good, weighting: "equal" }, "weighting"],
    ["a mode nobody knows", { ...good, mode: "implied" }, "mode"],
    ["a sampling nobody knows", { ...good, sampling: "hourly" }, "sampling"],
    ["a field nobody knows", { ...good, cap: 10 }, "cap"],
    [
      "a divisor for a quoted index",
      { type: "IndexDefined", instrument: "I", mode: "quoted", divisor: 1 },
      "divisor",
    ],
  ])("%s", (_, line, field) => {
    const error = refusal(line);
    expect(error).toBeInstanceOf(MarketError);
    expect(error?.code).toBe("LOG_LINE_INVALID");
    expect(error?.detail.field).toBe(field);
    expect(error?.message).toContain(`${field}:`);
    expect(error?.message).not.toContain("\n");
  });

  test.each<[string, object, string]>([
    ["no divisor", { ...(rebalanced("I", 1, { A: "1" }) as object), divisor: undefined }, "divisor"],
    ["a divisor of zero", rebalanced("I", 0, { A: "1" }), "divisor"],
    ["a weight of zero", rebalanced("I", 1, { A: "0" }), "constituents.0.weight"],
    ["no members", rebalanced("I", 1, {}), "constituents"],
  ])("of a rebalance too: %s", (_, line, field) => {
    expect(refusal(JSON.parse(JSON.stringify(line)) as object)?.detail.field).toBe(field);
  });
});

describe("admission refuses with a code, and the index stays what it was", () => {
  const start = [tokyo, index("I"), index("J"), defined("J", "price", 1, { A: "1" })];

  test.each<[string, Line, string]>([
    ["an unlisted member", defined("I", "price", 1, { A: "1", Z: "1" }), "unknown"],
    ["an unlisted index", defined("K", "price", 1, { A: "1" }), "unknown"],
    ["an index that is a share", defined("B", "price", 1, { A: "1" }), "unknown"],
    ["a derived member", defined("I", "price", 1, { A: "1", J: "1" }), "derived"],
    ["itself a member", defined("I", "price", 1, { I: "1" }), "derived"],
    ["a rebalance to an unlisted member", rebalanced("J", 1, { Z: "1" }), "unknown"],
    ["a rebalance of a quoted index", rebalanced("I", 1, { A: "1" }), "unknown"],
  ])("%s", (_, line, code) => {
    expect(lastCode(start, line)).toBe(code);
    expect(shownOf("I", start, line).index?.mode).toBe("quoted");
    expect(shownOf("J", start, line, opened("2026-02-10"), tick("A", 5)).last).toBe("5.00");
  });

  test("an index defined anew is what was said last", () => {
    const again = [start, defined("J", "price", 2, { A: "1", B: "1" }), opened("2026-02-10")];
    expect(shownOf("J", again, tick("A", 5), tick("B", 6)).last).toBe("5.50");
    const quoted: Line = { type: "IndexDefined", instrument: "J", mode: "quoted" };
    expect(shownOf("J", start, quoted, opened("2026-02-10"), tick("J", "7.5")).last).toBe("7.50");
  });
});

test("an index defined anew as quoted stops publishing, and takes ticks of its own", () => {
  const quoted = { type: "IndexDefined", instrument: "I", mode: "quoted" } as Line;
  const published = [tokyo, index("I"), defined("I", "price", "2", { A: "1" }), opened(FRI), tick("A", 100)];
  const next = [closed(FRI), opened(MON), tick("A", 140), tick("I", 70)];
  expect(shownOf("I", ...published, tick("A", 120)).last).toBe("60.00");
  expect(shownOf("I", ...published, quoted, tick("A", 120)).last).toBe("50.00");
  expect(shownOf("I", ...published, quoted, tick("A", 120), ...next).last).toBe("70.00");
});

test("an index that had ticks of its own before it was defined closes at the last of them, where it has no level", () => {
  const late = [tokyo, index("I"), opened(FRI), tick("I", 70), defined("I", "price", "2", { A: "1" })];
  expect(shownOf("I", ...late, closed(FRI)).close).toBe("70.00");
  expect(shownOf("I", ...late, tick("A", 100), closed(FRI)).close).toBe("50.00");
});
