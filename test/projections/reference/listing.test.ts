/** Listings: a new name, sector or issuer counts from the next session. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  defined,
  FRI,
  index,
  type Line,
  listed,
  market,
  MON,
  opened,
  shown,
  shownOf,
  tick,
  tokyo,
} from "../tape.ts";

describe("names, sectors and issuers change from the next session", () => {
  const derived = (more: Line[]): unknown =>
    shownOf(
      "I",
      [market("XTKS"), listed("A", { sector: "Old" }), index("I"), defined("I", "price", 1, { A: "1" })],
      [base("A", FRI, 100), opened(FRI), tick("A", 101), listed("A", { sector: "New" })],
      more,
    ).index?.sectors;

  test("a repeated listing", () => {
    expect(derived([])).toEqual([{ sector: "Old", points: "1.00" }]);
    expect(derived([closed(FRI), opened(MON), tick("A", 103)])).toEqual([{ sector: "New", points: "2.00" }]);
  });

  test("and the rest may not", () => {
    const start = [...tokyo, market("XOSE")];
    for (const other of [
      { scale: 2 },
      { mic: "XOSE" },
      { kind: "index" },
      { currency: "USD" },
      { fatFinger: 10 },
    ]) {
      const { tape, instruments } = shown(start, listed("A", other));
      expect(tape.rejected).toEqual({ "id-conflict": 1 });
      expect(instruments["A"]).toMatchObject({ kind: "equity", mic: "XTKS" });
    }
    expect(shown(start, listed("A", { name: "Other", issuer: "X" })).tape.rejected).toEqual({});
  });

  test("an issuer too: its guidance finds the instrument from then on", () => {
    const said: Line = {
      type: "GuidanceRevised",
      issuer: "X",
      fiscalYearEnd: "2026-03-31",
      span: "FY",
      scope: "consolidated",
      standard: "IFRS",
      items: [{ metric: "eps", previous: 1, revised: 2 }],
    };
    const start = [...tokyo, opened(FRI), listed("A", { issuer: "X" })];
    expect(shown(start, said).guidance[0]?.reactions).toEqual([]);
    expect(shown(start, closed(FRI), opened(MON), said).guidance[0]?.reactions).toHaveLength(1);
  });
});
