/** Checks of a price against tables: rows that end, amounts with decimals, tables loaded twice, one check without the others. */
import { describe, expect, test } from "vitest";
import {
  base,
  closed,
  lastCode,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  tick,
} from "../edges/tape.ts";

type Rows = readonly { readonly below?: number; readonly value: number }[];
const table = (kind: "limit" | "tickSize", rows: Rows): Line =>
  ({ type: "PriceTablesLoaded", name: "T", kind, from: MON, rows }) as Line;
const code = (share: object, price: number, ...before: Lines): string =>
  lastCode(market("XTKS"), listed("A", { ...share }), before, opened(MON), tick("A", price));

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

describe("the fat-finger limit", () => {
  test("either way from the base, its edges let through", () => {
    const codes = [89, 90, 110, 111].map((price) => code({ fatFinger: 1000 }, price, base("A", MON, 100)));
    expect(codes).toEqual(["fat-finger", "accepted", "accepted", "fat-finger"]);
  });

  test("not without a base, nor beside price limits", () => {
    expect(code({ fatFinger: 1000 }, 500)).toBe("accepted");
    const both = { fatFinger: 1000, priceLimits: "T" };
    expect(code(both, 500, table("limit", [{ value: 1000 }]), base("A", MON, 100))).toBe("accepted");
  });
});

test("a tick that updates nothing is no late report", () => {
  const over = [market("XTKS"), listed("A"), opened(MON), closed(MON)];
  expect(lastCode(over, tick("A", 100, { updates: [] }))).toBe("session-closed");
  expect(lastCode(over, tick("A", 100, { updates: ["highLow"] }))).toBe("accepted");
  expect(lastCode(over, tick("A", 100, { updates: ["highLow", "volume"] }))).toBe("session-closed");
});
