/** The golden session through the market's rules: every level, change and contribution its tables name, to the cent. */
import { formatInstant, fold, parseEvent, record, type Recorded } from "@tapefold/core";
import { marketRules, marketState, type MarketState } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { csi, nikkei } from "./baskets.ts";
import { goldenTape } from "./golden-tape.ts";

const tape: Recorded[] = record(goldenTape().map((line) => parseEvent(JSON.parse(JSON.stringify(line)))));

/** The market as of an instant of Tuesday, UTC. */
function asOf(time: string): MarketState {
  const instant = `2026-02-10T${time}:00Z`;
  const first = tape.findIndex(({ event }) => formatInstant(event.at) > instant);
  return marketState(fold(marketRules, first < 0 ? tape : tape.slice(0, first)));
}

function nikkeiAt(time: string) {
  const { instruments } = asOf(time);
  const { N225 } = instruments;
  if (N225 === undefined || N225.index === null) throw new Error("no Nikkei");
  return { ...N225, index: N225.index, instruments };
}

const points = (time: string): Record<string, string> =>
  Object.fromEntries(nikkeiAt(time).index.contributions.map((one) => [one.instrument, one.points]));

/** Hundredths, exactly. */
const cents = (text: string): number => Math.round(Number(text) * 100);

test("nothing on the tape is refused", () => {
  const { tape: counts } = marketState(fold(marketRules, tape));
  expect(counts).toEqual({ events: tape.length, accepted: tape.length, rejected: {} });
});

describe("the Nikkei, derived from its basket", () => {
  test.each([
    ["09:00", "00:00", "56812.01", "448.07"],
    ["09:41", "00:41", "57375.00", "1011.06"],
    ["10:20", "01:20", "57760.09", "1396.15"],
    ["10:45", "01:45", "57960.19", "1596.25"],
    ["11:30", "02:30", "57926.07", "1562.13"],
    ["13:30", "04:30", "57885.77", "1521.83"],
    ["15:30", "06:30", "57650.54", "1286.60"],
  ])("stands at %s Tokyo time where the table says", (_, time, level, change) => {
    const { last, change: moved, previous, index } = nikkeiAt(time);
    expect({ level: last, change: moved }).toEqual({ level, change });
    expect(previous?.close).toBe("56363.94");
    expect(index).toMatchObject({ mode: "derived", divisor: "29.9172", members: 6, residual: "0.00" });
  });

  test("closed at 56,363.94 the day before", () => {
    const { close, date } =
      nikkeiAt("00:00").previous === null ? { close: null, date: null } : { ...nikkeiAt("00:00").previous };
    expect({ close, date }).toEqual({ close: "56363.94", date: "2026-02-09" });
  });

  const [SBG, ADV, FR, TEL, FJK] = ["9984", "6857", "9983", "8035", "5803"];
  test.each([
    ["11:30", "02:30", ["381.05", "188.52", "121.94", "83.23", "38.27", "749.12"]],
    ["13:30", "04:30", ["374.63", "173.81", "116.32", "85.24", "36.77", "735.06"]],
    ["15:30", "06:30", ["361.80", "88.24", "96.27", "95.26", "35.10", "609.93"]],
  ])("contributions at %s are the printed ones", (_, time, printed) => {
    const found = points(time);
    expect([SBG, ADV, FR, TEL, FJK, "REST"].map((id) => found[id ?? ""])).toEqual(printed);
  });

  test.each(["00:00", "00:41", "01:20", "01:45", "02:30", "04:30", "06:30"])(
    "the displayed parts of %s UTC add up to the published change, those of the sectors too",
    (time) => {
      const { change, index } = nikkeiAt(time);
      const sum = (rows: readonly { readonly points: string }[]): number =>
        rows.reduce((total, row) => total + cents(row.points), 0);
      expect(sum(index.contributions)).toBe(cents(change ?? ""));
      expect(sum(index.sectors)).toBe(cents(change ?? ""));
    },
  );

  test("at 10:20 the rounded parts would make a cent too many: one part gives it up", () => {
    // Rounded each for itself: 350.57 173.81 112.31 75.21 35.10 649.16, in sum 1,396.16.
    const rounded = {
      [SBG ?? ""]: 35057,
      [ADV ?? ""]: 17381,
      [FR ?? ""]: 11231,
      [TEL ?? ""]: 7521,
      [FJK ?? ""]: 3510,
      REST: 64916,
    };
    const found = points("01:20");
    const less = Object.entries(rounded).filter(([id, alone]) => cents(found[id] ?? "") !== alone);
    expect(less).toHaveLength(1);
    expect(less.map(([id, alone]) => alone - cents(found[id] ?? ""))).toEqual([1]);
  });

  test("SoftBank Group is first among the named members, with its share", () => {
    const named = (time: string) =>
      nikkeiAt(time).index.contributions.filter(({ instrument }) => instrument !== "REST")[0];
    expect(named("02:30")).toMatchObject({ instrument: SBG, share: "24.3931" });
    expect(named("06:30")).toMatchObject({ instrument: SBG, share: "28.1206" });
  });

  test("as of 13:30: a third gain under way, a record high, 58,000 in sight", () => {
    const { streak, record, milestone } = nikkeiAt("04:30");
    expect(streak).toMatchObject({ confirmed: 2, provisional: 3 });
    expect(record.high).toMatchObject({
      level: "57960.19",
      setThisSession: true,
      previous: { level: "57337.07", date: "2026-02-09" },
    });
    expect(record.close).toMatchObject({ level: "56363.94", date: "2026-02-09", setThisSession: false });
    expect(milestone).toMatchObject({ level: "58000.00", neededPct: "0.1973", toward: true });
    expect(milestone?.reached).not.toContain("58000.00");
  });

  test("after the close: three in a row, a second record close in a row", () => {
    const { streak, record, close } = nikkeiAt("06:30");
    expect(close).toBe("57650.54");
    expect(streak).toMatchObject({ confirmed: 3, provisional: null });
    expect(record.close).toMatchObject({ level: "57650.54", setThisSession: true });
    expect(record.close?.straight).toBeGreaterThanOrEqual(2);
  });
});

describe("the CSI 300, derived from its sectors", () => {
  test.each(csi.rows.filter(({ date }) => date === "2026-02-10"))(
    "stands at $time where the table says",
    ({ time, level }) => {
      const [hour = "", minute = ""] = time.split(":");
      const utc = `${String(Number(hour) - 8).padStart(2, "0")}:${minute}`;
      expect(asOf(utc).instruments["CSI300"]?.last).toBe(level.toFixed(2));
    },
  );

  test("at the break industrials are offset by financials, and the index is little changed", () => {
    const { change, move, index } = asOf("04:30").instruments["CSI300"] ?? {};
    expect({ change, move }).toEqual({ change: "2.36", move: "little-changed" });
    expect(index?.sectors).toEqual([
      { sector: "Industrials", points: "9.44" },
      { sector: "Other", points: "1.42" },
      { sector: "Financials", points: "-8.50" },
    ]);
  });
});

describe("the rest of the golden session as of 13:30 Tokyo time", () => {
  const { instruments, regions, guidance } = asOf("04:30");

  test.each([
    ["TOPX", "2.03"],
    ["KS11", "0.20"],
    ["KQ11", "-1.10"],
    ["HSI", "0.60"],
    ["CSI300", "0.05"],
    ["SSEC", "-0.15"],
    ["AXJO", "0.20"],
    ["NSEI", "0.30"],
    ["SPX", "0.47"],
    ["DJI", "0.04"],
    ["IXIC", "0.90"],
  ])("%s moved by %s percent", (id, changePct) => {
    expect(Number(instruments[id]?.changePct).toFixed(2)).toBe(changePct);
  });

  test("six up, two down, one little changed: mostly higher, the Nikkei first", () => {
    expect(regions.find(({ region }) => region === "Asia")).toMatchObject({
      up: 6,
      down: 2,
      little: 1,
      word: "mostly higher",
      leader: "N225",
      laggard: "KQ11",
    });
  });

  test("every market outside the US follows New York's session of the 9th, and the lead is fresh", () => {
    for (const id of ["N225", "KS11", "HSI", "SSEC", "AXJO", "NSEI"])
      expect(instruments[id]?.overnightLead).toEqual({ mic: "XNYS", date: "2026-02-09", stale: false });
    expect(instruments["SPX"]?.overnightLead).toBeNull();
  });

  test("the upgrade is voluntary, reacts in Tuesday's session, and the parent rose 11.89 percent at one point", () => {
    expect(guidance).toHaveLength(1);
    expect(guidance[0]).toMatchObject({
      issuer: "9434",
      class: "upgrade",
      mandatory: false,
      fiscalYearEnd: "2026-03-31",
    });
    const parent = guidance[0]?.reactions.find(({ instrument }) => instrument === "9984");
    expect(parent).toMatchObject({ link: "subsidiary", date: "2026-02-10", reference: "4223.0" });
    expect(Number(parent?.maxUpPct).toFixed(2)).toBe("11.89");
    expect(Number(instruments["9984"]?.changePct).toFixed(2)).toBe("11.06");
    expect(Number(instruments["9984"]?.previous?.changePct).toFixed(2)).toBe("6.29");
  });
});

test("the basket's own rows are all tried here", () => {
  expect(nikkei.rows.filter(({ date }) => date === "2026-02-10")).toHaveLength(7);
});
