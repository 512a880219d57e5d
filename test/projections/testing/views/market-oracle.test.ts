/** The oracle of the whole market: guidance and reactions, the night before, hostile names. */
import { marketOracle } from "@tapefold/projections/testing";
import type { MarketEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  index,
  listed,
  market,
  MON,
  opened,
  streakSeed,
  tape,
  tick,
  TUE,
  type Line,
} from "../../tape.ts";
import { shown, start } from "../by-oracle.ts";

describe("guidance, the night before, hostile names", () => {
  const revised: Line = {
    type: "GuidanceRevised",
    issuer: "9434",
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    at: "2026-02-09T06:30:00Z",
    items: [
      {
        metric: "netSales",
        previous: 6700,
        revised: 6950,
        unit: "1e9",
      },
      {
        metric: "operatingProfit",
        previous: 1e3,
        revised: 1020,
        unit: "1e9",
      },
      {
        metric: "netProfitAttributable",
        previous: 540,
        revised: 543,
        unit: "1e9",
      },
    ],
  };

  test("the upgrade behind the article, and its parent's reaction", () => {
    const { guidance } = marketOracle(
      tape(
        market("XTKS"),
        listed("9984", { issuer: "SBG" }),
        { type: "OwnershipDeclared", parent: "SBG", subsidiary: "9434" },
        streakSeed("9984", 1, 4223, MON),
        revised,
        opened(TUE),
        ...[4400, 4725, 4690].map((price) => tick("9984", price)),
        closed(TUE, { 9984: 4674 }),
      ),
    );
    expect(guidance[0]).toMatchObject({ class: "upgrade", mandatory: false, at: "2026-02-09T06:30:00Z" });
    expect(guidance[0]?.items.map(({ changePct }) => changePct)).toEqual(["3.7313", "2.0000", "0.5556"]);
    expect(guidance[0]?.reactions).toEqual([
      {
        instrument: "9984",
        link: "subsidiary",
        date: TUE,
        reference: "4223",
        gapPct: "4.1913",
        maxUpPct: "11.8873",
        maxDownPct: "4.1913",
        lastPct: "11.0585",
        closePct: "10.6796",
      },
    ]);
  });

  test("a holiday makes the lead stale", () => {
    const us = market("XNYS", "Americas", "US");
    const ny = (date: string): Line[] => [
      { type: "SessionOpened", mic: "XNYS", date },
      closed(date, undefined, { mic: "XNYS" }),
    ];
    const lines = [us, ...start, ...ny(FRI), opened(MON)];
    expect(shown("A", ...lines).overnightLead).toEqual({ mic: "XNYS", date: FRI, stale: false });
    expect(shown("A", ...lines, closed(MON), opened(TUE)).overnightLead).toEqual({
      mic: "XNYS",
      date: FRI,
      stale: true,
    });
    expect(shown("A", ...lines, closed(MON), ...ny(MON), opened(TUE)).overnightLead?.stale).toBe(false);
  });

  test("an instrument may be called __proto__", () => {
    const state = marketOracle(
      // Not by the writer: the schema knows no such id.
      [market("XTKS"), index("__proto__"), opened(FRI), tick("__proto__", 5)].map((line, at) => ({
        position: at + 1,
        event: { id: `e${at}`, at, ...line } as MarketEvent,
      })),
    );
    expect(Object.keys(state.instruments)).toEqual(["__proto__"]);
    expect(JSON.parse(JSON.stringify(state)).instruments["__proto__"].last).toBe("5.00");
    expect(state.regions).toEqual([
      { region: "Asia", up: 0, down: 0, little: 0, word: null, leader: null, laggard: null },
    ]);
  });

  test("an empty tape has a state too", () => {
    expect(marketOracle([])).toEqual({
      tape: {
        events: 0,
        accepted: 0,
        rejected: {},
        head: 0,
      },
      asOf: {
        position: 0,
        at: null,
      },
      regions: [],
      instruments: {},
      statistics: [],
      sectors: [],
      shares: [],
      guidance: [],
    });
  });
});
