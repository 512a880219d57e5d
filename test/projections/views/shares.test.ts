/** The shares of a market: advancers, movers and sectors. */
import { describe, expect, test } from "vitest";
import { closed, FRI, index, type Lines, listed, market, MON, opened, shown, tick } from "../tape.ts";

describe("the shares of a market", () => {
  const ids = Array.from({ length: 13 }, (_, at) => `S${String(at).padStart(2, "0")}`);
  const sectorOf = (at: number) => (at < 4 ? { sector: "tech" } : at < 7 ? { sector: "banks" } : {});
  const lines: Lines = [
    market("XTKS"),
    index("I"),
    ids.map((id, at) => listed(id, { scale: 2, ...sectorOf(at) })),
    opened(FRI),
    closed(FRI, Object.fromEntries(ids.slice(0, 12).map((id) => [id, 100]))),
    opened(MON),
  ];

  test("sectors by count and exact median, shares without one last; ten gainers at most", () => {
    const moves = ["103", "101", "100.05", "99.80", "98", "97", "102"];
    const { sectors, shares } = shown(
      lines,
      moves.map((price, at) => tick(ids[at] ?? "", price)),
      ids.slice(7, 11).map((id) => tick(id, "102")),
      tick("S12", 50),
    );
    expect(sectors).toEqual([
      { mic: "XTKS", sector: "banks", up: 1, down: 2, little: 0, untraded: 0, medianPct: "-2.0000" },
      { mic: "XTKS", sector: "tech", up: 2, down: 1, little: 1, untraded: 0, medianPct: "0.5250" },
      { mic: "XTKS", sector: "unclassified", up: 4, down: 0, little: 0, untraded: 1, medianPct: "2.0000" },
    ]);
    expect(shares).toMatchObject([{ mic: "XTKS", up: 7, down: 3, little: 1, untraded: 1 }]);
    expect(shares[0]?.gainers.map(({ instrument }) => instrument)).toEqual([
      "S00",
      "S06",
      "S07",
      "S08",
      "S09",
      "S10",
      "S01",
      "S02",
    ]);
    expect(shares[0]?.losers.slice(0, 2)).toEqual([
      { instrument: "S05", changePct: "-3.0000" },
      { instrument: "S04", changePct: "-2.0000" },
    ]);
    const all = shown(
      lines,
      ids.slice(0, 12).map((id) => tick(id, "101")),
    );
    expect(all.shares[0]?.gainers).toHaveLength(10);
  });

  test("before a price all are untraded, and the median isn't known", () => {
    expect(shown(lines).sectors[0]).toMatchObject({ untraded: 3, medianPct: null });
  });
});
