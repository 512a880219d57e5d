/** Guidance: the class of a revision, whether it must be disclosed, and what stands of a forecast. */
import { describe, expect, test } from "vitest";
import { guidance, type Line, type Lines, listed, market, shown } from "../tape.ts";

type Item = Parameters<typeof guidance>[1][number];
const said = (...lines: Lines) => {
  const last = shown(lines).guidance.at(-1);
  if (last === undefined) throw new Error("no guidance");
  return last;
};
const classOf = (...items: Item[]): string => said(guidance("X", items)).class;
const itemClass = (previous: Item[1], revised: Item[2]): string | undefined =>
  said(guidance("X", [["netSales", previous, revised]])).items[0]?.class;

describe("the class of a revision", () => {
  test.each<[Item[1], Item[2], string]>([
    [100, 101, "raise"],
    [100, 99, "lower"],
    [100, "100.0", "reaffirm"],
    [-100, -60, "raise"],
    [-60, -100, "lower"],
    [-10, 0, "raise"],
    [[90, 110], [90, 120], "raise"],
    [[90, 110], [100, 110], "raise"],
    [[90, 110], [80, 110], "lower"],
    [[90, 110], [95, 105], "narrow"],
    [[90, 110], [80, 120], "widen"],
    [[90, 110], [90, 110], "reaffirm"],
    [[100, 100], 100, "reaffirm"],
    [[90, 110], 100, "narrow"],
    [100, [90, 110], "widen"],
    [null, 100, "initiate"],
    [100, null, "withdraw"],
    [null, null, "reaffirm"],
  ])("from %j to %j is %s", (previous, revised, expected) => {
    expect(itemClass(previous, revised)).toBe(expected);
  });

  test("against the event's own `previous`, whatever stands; a difference is flagged", () => {
    const first = guidance("X", [["netSales", null, 100]]);
    const [item] = said(first, guidance("X", [["netSales", 120, 110]])).items;
    expect(item).toMatchObject({ class: "lower", differsFromStanding: true });
    expect(said(first, guidance("X", [["netSales", 100, 110]])).items[0]).toMatchObject({
      class: "raise",
      differsFromStanding: false,
    });
  });

  test("what stands is of issuer, year, span, scope and metric; its unit counts", () => {
    const first = guidance("X", [["netSales", null, 100]]);
    const differs = (issuer: string, more = {}, metric: Item[0] = "netSales"): boolean | undefined =>
      said(first, guidance(issuer, [[metric, 120, 110]], more)).items[0]?.differsFromStanding;
    expect(differs("X")).toBe(true);
    expect(differs("Y")).toBe(false);
    expect(differs("X", { fiscalYearEnd: "2027-03-31" })).toBe(false);
    expect(differs("X", { span: "H1" })).toBe(false);
    expect(differs("X", { scope: "standalone" })).toBe(false);
    expect(differs("X", {}, "operatingProfit")).toBe(false);
    const inUnits = (previous: number, unit: string): Line =>
      ({
        ...guidance("X", []),
        items: [{ metric: "netSales", previous, revised: 200, unit }],
      }) as Line;
    expect(said(first, inUnits(100, "1e6")).items[0]?.differsFromStanding).toBe(true);
    expect(said(first, inUnits(10, "1e1")).items[0]?.differsFromStanding).toBe(false);
  });

  test("`initiate` is `reinstate` where the standing value is a withdrawal", () => {
    const gone = [guidance("X", [["netSales", null, 100]]), guidance("X", [["netSales", 100, null]])];
    expect(said(gone, guidance("X", [["netSales", null, 90]])).items[0]?.class).toBe("reinstate");
    expect(said(gone, guidance("X", [["eps", null, 90]])).items[0]?.class).toBe("initiate");
    const back = [...gone, guidance("X", [["netSales", null, 90]])];
    expect(said(back, guidance("X", [["netSales", null, 90]])).items[0]?.class).toBe("initiate");
  });

  test("reaffirmed metrics are dropped; alike that class, else mixed", () => {
    expect(classOf(["netSales", 1, 2], ["eps", 1, 1])).toBe("upgrade");
    expect(classOf(["netSales", 2, 1], ["eps", 2, 1])).toBe("downgrade");
    expect(classOf(["netSales", 2, 1], ["eps", 1, 2])).toBe("mixed");
    expect(classOf(["netSales", 1, 1], ["eps", 2, 2])).toBe("reaffirm");
    expect(classOf(["netSales", null, 1], ["eps", null, 2])).toBe("initiate");
    expect(classOf(["netSales", null, 1], ["eps", 1, 2])).toBe("mixed");
    expect(classOf(["netSales", 1, null])).toBe("withdraw");
  });
});

describe("what must be disclosed", () => {
  const must = (metric: Item[0], previous: Item[1], revised: Item[2]): boolean =>
    said(guidance("X", [[metric, previous, revised]])).mandatory;

  test.each<[Item[0], Item[1], Item[2], boolean]>([
    ["netSales", 1000, 1100, true],
    ["netSales", 1000, 1099, false],
    ["netSales", 1000, 900, true],
    ["netSales", 1000, 901, false],
    ["operatingProfit", 1000, 1300, true],
    ["operatingProfit", 1000, 1299, false],
    ["ordinaryProfit", 1000, 700, true],
    ["profitBeforeTax", 1000, 701, false],
    ["netProfitAttributable", 1000, 1300, true],
    ["eps", 10, 1000, false],
    ["dividendPerShare", 10, 1000, false],
    // A zero triggers if it changes, a loss by the same ratio.
    ["operatingProfit", 0, 1, true],
    ["operatingProfit", 0, 0, false],
    ["operatingProfit", -100, -70, true],
    ["operatingProfit", -100, -71, false],
    ["operatingProfit", -100, -130, true],
    ["operatingProfit", -100, 50, true],
    // A range by either end, a null never.
    ["netSales", [1000, 2000], [1000, 2200], true],
    ["netSales", [1000, 2000], [1100, 2199], true],
    ["netSales", [1000, 2000], [1099, 2199], false],
    ["netSales", null, 1000, false],
    ["netSales", 1000, null, false],
  ])("%s from %j to %j: %s", (metric, previous, revised, expected) => {
    expect(must(metric, previous, revised)).toBe(expected);
  });

  test("one metric decides for the event", () => {
    const { mandatory, items } = said(
      guidance("X", [
        ["netSales", 100, 101],
        ["operatingProfit", 10, 20],
      ]),
    );
    expect(mandatory).toBe(true);
    expect(items.map((item) => item.mandatory)).toEqual([false, true]);
  });

  test("the change is null from a loss, from zero and over ranges", () => {
    const change = (previous: Item[1], revised: Item[2]): string | null | undefined =>
      said(guidance("X", [["netSales", previous, revised]])).items[0]?.changePct;
    expect(change(6700, 6950)).toBe("3.7313");
    expect(change(100, -50)).toBe("-150.0000");
    expect([
      change(-100, -60),
      change(0, 5),
      change([90, 110], 100),
      change(null, 1),
      change(1, null),
    ]).toEqual([null, null, null, null, null]);
  });

  test("`corrects` is information only: both rows stay", () => {
    const first: Line = { ...guidance("X", [["netSales", null, 100]]), id: "g" };
    const { guidance: rows } = shown(first, guidance("X", [["netSales", 100, 110]], { corrects: "g" }));
    expect(rows.map((row) => [row.position, row.class])).toEqual([
      [1, "initiate"],
      [2, "upgrade"],
    ]);
  });
});

describe("what stands of a forecast", () => {
  const items = (...lines: Lines) => shown(market("XTKS"), lines).guidance.map(({ items: of }) => of[0]);
  const sales = (previous: unknown, revised: unknown, more = {}) =>
    ({ ...guidance("X", []), items: [{ metric: "netSales", previous, revised, ...more }] }) as ReturnType<
      typeof guidance
    >;

  test("is told apart by its currency and by both ends of a range", () => {
    const yen = { currency: "JPY" };
    expect(items(sales(1, 100, yen), sales(100, 110, yen))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, 100, yen), sales(100, 110, { currency: "USD" }))[1]?.differsFromStanding).toBe(
      true,
    );
    expect(items(sales(1, 100, yen), sales(100, 110))[1]?.differsFromStanding).toBe(true);
    expect(items(sales(1, 100), sales(100, 110))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, [90, 100]), sales([90, 100], 110))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, [90, 100]), sales([90, 101], 110))[1]?.differsFromStanding).toBe(true);
    expect(items(sales(1, [90, 100]), sales([91, 100], 110))[1]?.differsFromStanding).toBe(true);
  });

  test("is the same in another unit, and with decimals", () => {
    const billions = sales(1, "6.7", { unit: "1e9" });
    expect(items(billions, sales(6700, 6950, { unit: "1e6" }))[1]?.differsFromStanding).toBe(false);
    expect(items(billions, sales(6701, 6950, { unit: "1e6" }))[1]?.differsFromStanding).toBe(true);
    expect(items(billions, sales("6700.0", 6950, { unit: "1000000" }))[1]?.differsFromStanding).toBe(false);
    expect(items(sales(1, "0.67", { unit: "1e10" }), sales("6.70", 7, { unit: "1e9" }))[1]).toMatchObject({
      differsFromStanding: false,
    });
  });

  test("of a withdrawn one nothing: null follows it, a number differs", () => {
    expect(items(sales(100, null), sales(null, 90))[1]).toMatchObject({
      class: "reinstate",
      differsFromStanding: false,
    });
    expect(items(sales(100, null), sales(100, 90))[1]).toMatchObject({
      class: "lower",
      differsFromStanding: true,
    });
    expect(items(sales(1, 100), sales(null, 90))[1]).toMatchObject({ differsFromStanding: true });
  });

  test("nothing said of a forecast that nobody knew withdraws nothing", () => {
    expect(items(sales(null, null), sales(null, 90))[1]).toMatchObject({ class: "initiate" });
    expect(items(sales(null, 90), sales(90, 95))[1]).toMatchObject({ differsFromStanding: false });
  });
});

test("a forecast that nobody knew and nobody made does not stand", () => {
  const { guidance: rows } = shown(
    market("XTKS"),
    listed("A"),
    guidance("alpha", [["netSales", null, null]]),
    guidance("alpha", [["netSales", 0, 0]]),
  );
  expect(rows.map(({ items }) => items[0]?.differsFromStanding)).toEqual([false, false]);
});
