/** Edges of exchange statistics, of what is quoted beside shares, and of the shares of quoted indices. */
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  index,
  lastCode,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  shown,
  shownOf,
  tape,
  THU,
  tick,
  tokyo,
} from "./tape.ts";

const figure = (date: string, name: string, value: number | string, more = {}): Line =>
  ({ type: "StatisticPublished", mic: "XTKS", date, name, value, ...more }) as Line;

describe("a statistic", () => {
  test("of one subject, date and name the last on the tape stands; the last date is shown", () => {
    const { statistics } = shown(
      tokyo,
      figure(MON, "volume", "431000000.0", { unit: "shares" }),
      figure(FRI, "volume", 1, { unit: "shares" }),
      figure(MON, "netForeign", -412.5, { unit: "KRW" }),
      figure(MON, "netForeign", 1e21, { unit: "KRW" }),
      { type: "StatisticPublished", instrument: "A", date: THU, name: "turnover", value: "0.10" } as Line,
    );
    expect(statistics).toEqual([
      { mic: null, instrument: "A", date: THU, name: "turnover", value: "0.1", unit: null },
      {
        mic: "XTKS",
        instrument: null,
        date: MON,
        name: "netForeign",
        value: "1000000000000000000000",
        unit: "KRW",
      },
      { mic: "XTKS", instrument: null, date: MON, name: "volume", value: "431000000", unit: "shares" },
    ]);
  });

  test("is refused for what is not listed, and changes values but no price", () => {
    expect(lastCode(tokyo, figure(MON, "advancers", 3, { mic: "XXXX" }))).toBe("unknown");
    const [before, after] = [shown(tokyo), shown(tokyo, figure(MON, "advancers", 3))];
    expect(after.instruments).toEqual(before.instruments);
    expect(after.valuesDigest).not.toBe(before.valuesDigest);
    expect(shown(tokyo).statistics).toEqual([]);
  });

  test("names exactly one of market and instrument, a name of the list and a unit", () => {
    const faulty = (more: object) => () => tape(figure(MON, "volume", 1, more));
    expect(faulty({ instrument: "A" })).toThrow("must name either mic or instrument");
    expect(faulty({ mic: undefined })).toThrow("must name either mic or instrument");
    expect(faulty({ unit: "yen" })).toThrow("is no unit; write three capital letters");
    expect(faulty({ name: "turnovers" })).toThrow("must be one of advancers");
  });
});

describe("currencies, rates and the like", () => {
  const quotes: Lines = [
    market("XTKS"),
    market("XFXX", "Asia", "US"),
    listed("USDJPY", { kind: "currency", mic: "XFXX", scale: 2 }),
    listed("JGB", { kind: "rate", scale: 3 }),
    { type: "SessionOpened", mic: "XFXX", date: FRI },
    tick("USDJPY", "155.20"),
    { type: "SessionClosed", mic: "XFXX", date: FRI } as Line,
    opened(FRI),
    tick("JGB", "2.230"),
    closed(FRI),
    opened(MON),
  ];

  test("have streaks and records, no milestone and no make-up, and belong to no region", () => {
    const state = shown(quotes, tick("JGB", "2.310"));
    expect(state.instruments["JGB"]).toMatchObject({
      kind: "rate",
      change: "0.080",
      changePct: "3.5874",
      streak: { provisional: 1 },
      record: { high: { setThisSession: true } },
      milestone: null,
      index: null,
    });
    expect(state.regions).toEqual([
      { region: "Asia", up: 0, down: 0, little: 0, word: null, leader: null, laggard: null },
    ]);
    expect(state.shares).toEqual([]);
  });

  test("at or below zero no price; a market of them leads nobody overnight", () => {
    expect(lastCode(quotes, tick("JGB", "-0.100"))).toBe("bad-price");
    expect(shownOf("JGB", quotes).overnightLead).toBeNull();
    const shares: Lines = [listed("S", { mic: "XFXX" }), quotes.slice(4)];
    expect(shownOf("JGB", quotes.slice(0, 4), shares).overnightLead?.mic).toBe("XFXX");
  });
});

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
