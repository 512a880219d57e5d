import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  FRI,
  lastCode,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  phase,
  shownOf,
  split,
  tick,
  TUE,
} from "../tape.ts";
import { largeTicks, limitSteps, limitTable, otherTicks } from "./tokyo-tables.ts";

const share = (more: Readonly<Record<string, unknown>>): Line[] => [
  limitTable,
  largeTicks,
  otherTicks,
  market("XTKS"),
  listed("A", { scale: 1, ...more }),
];
type Rows = readonly { readonly below?: number; readonly value: number }[];
const table = (kind: "limit" | "tickSize", rows: Rows): Line =>
  ({ type: "PriceTablesLoaded", name: "T", kind, from: MON, rows }) as Line;
const code = (share: object, price: number, ...before: Lines): string =>
  lastCode(market("XTKS"), listed("A", { ...share }), before, opened(MON), tick("A", price));

describe("limits by Tokyo's own tables", () => {
  const start = share({ priceLimits: "TSE" });
  const at = (basePrice: number, price: number): string =>
    lastCode(start, base("A", MON, basePrice), opened(MON), tick("A", price));

  test.each([
    [3310, 2610, 4010],
    [617, 517, 717],
    [7870, 6370, 9370],
    [4223, 3523, 4923],
  ])("a base of %i yen lets pass %i to %i, ends included", (basePrice, lowest, highest) => {
    const prices = [lowest - 0.1, lowest, highest, highest + 0.1];
    expect(prices.map((price) => at(basePrice, price))).toEqual(["limit", "accepted", "accepted", "limit"]);
  });

  test("each row begins at the end of the one before", () => {
    limitSteps.slice(1).forEach(([, value], row) => {
      const [below = 0] = limitSteps[row] ?? [];
      // A row's first base price has the row's own value; the price table says "below".
      expect([below, at(below, below + value), at(below, below + value + 0.1)]).toEqual([
        below,
        "accepted",
        "limit",
      ]);
    });
    expect(at(50_000_000, 60_000_000)).toBe("accepted");
    expect(at(50_000_000, 60_000_001)).toBe("limit");
  });

  test("without a base there is no check", () => {
    expect(lastCode(start, opened(MON), tick("A", 999_999))).toBe("accepted");
  });

  test("the base is the previous close on the session's basis, not the last tick", () => {
    const friday = [...start, opened(FRI), tick("A", 4000), closed(FRI, { A: 4223 })];
    expect(lastCode(friday, opened(MON), tick("A", 4923))).toBe("accepted");
    expect(lastCode(friday, opened(MON), tick("A", 4900), tick("A", 4924))).toBe("limit");
    // 4 for 1: a base of 1055.75 yen has a limit of 300.
    const halved = [...friday, split("A", 4, 1, MON), opened(MON)];
    expect(lastCode(halved, tick("A", 1355.7))).toBe("accepted");
    expect(lastCode(halved, tick("A", 1355.8))).toBe("limit");
    expect(lastCode(halved, tick("A", 755.8))).toBe("accepted");
    expect(lastCode(halved, tick("A", 755.7))).toBe("limit");
  });

  test("official closes are checked by neither limits nor grid", () => {
    const checked = share({ priceLimits: "TSE", tickSizes: "TSE" });
    expect(shownOf("A", checked, base("A", MON, 100), opened(MON), closed(MON, { A: 9999.9 })).close).toBe(
      "9999.9",
    );
  });
});

describe("tick sizes by Tokyo's own tables", () => {
  const price = (table: string, at: number): string =>
    lastCode(share({ tickSizes: table }), opened(MON), tick("A", at));

  test.each([
    ["TSE500", [999.9, 1000, 1000.5, 2999.5, 3000, 3001, 9999, 10_000, 10_005, 30_000, 30_010, 100_050]],
    ["TSE", [2999, 3000, 3005, 5000, 5010, 30_000, 30_050, 50_000, 50_100]],
  ])("%s: on the grid", (table, prices) => {
    expect(prices.filter((at) => price(table, at) !== "accepted")).toEqual([]);
  });

  test.each([
    ["TSE500", [1000.6, 2999.9, 3000.5, 3001.5, 9999.5, 10_001, 30_005, 100_010]],
    ["TSE", [2999.5, 3001, 5005, 30_010, 50_050]],
  ])("%s: off the grid", (table, prices) => {
    expect(prices.filter((at) => price(table, at) !== "off-tick")).toEqual([]);
  });

  test("the grid isn't checked in an auction", () => {
    const start = share({ tickSizes: "TSE" });
    expect(lastCode(start, opened(MON, { phase: "auction" }), tick("A", 3001))).toBe("accepted");
    expect(lastCode(start, opened(MON, { phase: "auction" }), phase(MON, "open"), tick("A", 3001))).toBe(
      "off-tick",
    );
  });

  test("limits are, in an auction too", () => {
    const start = [...share({ priceLimits: "TSE" }), base("A", MON, 90), opened(MON, { phase: "auction" })];
    expect(lastCode(start, tick("A", 121))).toBe("limit");
  });
});

describe("tables are dated", () => {
  const table = (from: string, value: number): Line => ({
    type: "PriceTablesLoaded",
    name: "T",
    kind: "limit",
    from,
    rows: [{ value }],
  });
  const start = [market("XTKS"), listed("A", { priceLimits: "T" }), base("A", MON, 100), base("A", TUE, 100)];
  const on = (date: string, price: number, ...tables: Line[]): string =>
    lastCode(start, tables, opened(date), tick("A", price));

  test("the latest `from` on or before the session's date holds, in whatever order they were loaded", () => {
    expect(on(MON, 106, table(FRI, 5), table(TUE, 10))).toBe("limit");
    expect(on(TUE, 106, table(FRI, 5), table(TUE, 10))).toBe("accepted");
    expect(on(TUE, 106, table(TUE, 10), table(FRI, 5))).toBe("accepted");
  });

  test("no table yet, or a table of another name or kind: no check", () => {
    expect(on(MON, 106)).toBe("accepted");
    expect(on(MON, 106, table(TUE, 5))).toBe("accepted");
    expect(on(MON, 106, { ...table(FRI, 5), name: "U" } as Line)).toBe("accepted");
    expect(on(MON, 106, { ...table(FRI, 5), kind: "tickSize" } as Line)).toBe("accepted");
  });

  test("a price beyond the last row that has `below` has no limit", () => {
    const open = { ...table(FRI, 5), rows: [{ below: 100, value: 5 }] } as Line;
    expect(on(MON, 500, open)).toBe("accepted");
    expect(
      lastCode(
        market("XTKS"),
        listed("A", { priceLimits: "T" }),
        open,
        base("A", MON, 99),
        opened(MON),
        tick("A", 105),
      ),
    ).toBe("limit");
  });
});

describe("price limits", () => {
  const limited = { priceLimits: "T", scale: 2 };

  test("of an amount with decimals, either way, its edges let through", () => {
    const rows = table("limit", [{ value: 0.25 }]);
    const codes = [99.74, 99.75, 100, 100.25, 100.26].map((price) => {
      return code(limited, price, rows, base("A", MON, 100));
    });
    expect(codes).toEqual(["limit", "accepted", "accepted", "accepted", "limit"]);
  });

  test("past the last row's end there is none", () => {
    const rows = table("limit", [{ below: 50, value: 1 }]);
    expect(code(limited, 44, rows, base("A", MON, 49))).toBe("limit");
    expect(code(limited, 90, rows, base("A", MON, 50))).toBe("accepted");
  });

  test("without a base, or a table of that name, there is none", () => {
    expect(code(limited, 1, table("limit", [{ value: 1 }]))).toBe("accepted");
    expect(code({ priceLimits: "OTHER" }, 1, table("limit", [{ value: 1 }]), base("A", MON, 100))).toBe(
      "accepted",
    );
  });

  test("of two tables from one date the later loaded holds", () => {
    const [narrow, wide] = [table("limit", [{ value: 1 }]), table("limit", [{ value: 10 }])];
    expect(code(limited, 105, narrow, wide, base("A", MON, 100))).toBe("accepted");
    expect(code(limited, 105, wide, narrow, base("A", MON, 100))).toBe("limit");
  });
});

describe("tick sizes", () => {
  const gridded = { tickSizes: "T", scale: 2 };

  test("by the price itself; past the last row's end there is no grid", () => {
    const rows = table("tickSize", [
      { below: 100, value: 0.05 },
      { below: 200, value: 0.5 },
    ]);
    const codes = [99.95, 99.96, 100, 100.05, 150.5, 199.99, 200, 200.01].map((price) => {
      return code(gridded, price, rows);
    });
    expect(codes).toEqual([
      "accepted",
      "off-tick",
      "accepted",
      "off-tick",
      "accepted",
      "off-tick",
      "accepted",
      "accepted",
    ]);
  });

  test("alone ask for neither limit nor base", () => {
    expect(code(gridded, 500, table("tickSize", [{ value: 1 }]), base("A", MON, 100))).toBe("accepted");
    expect(code({ ...gridded, fatFinger: 100 }, 500, table("tickSize", [{ value: 1 }]))).toBe("accepted");
  });
});
