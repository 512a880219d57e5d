/** The word for a region, from the moves of its indices. */
import { describe, expect, test } from "vitest";
import { base, closed, index, type Line, market, MON, opened, shown, tick, tokyo } from "../tape.ts";

describe("the word for a region", () => {
  /** Indices that moved by so many percent, one a market, all of the region Asia. */
  const asia = (...moves: (number | null)[]) => {
    const ids = moves.map((_, place) => `I${place}`);
    const lines = ids.flatMap((id, place): Line[] => [
      market(`X${place}`),
      index(id, { mic: `X${place}` }),
      base(id, MON, 1000),
      opened(MON, { mic: `X${place}` }),
      ...(moves[place] === null ? [] : [tick(id, (1000 + 10 * (moves[place] ?? 0)).toFixed(2))]),
    ]);
    return shown(lines).regions[0];
  };

  test.each<[(number | null)[], string | null]>([
    [[null], null],
    [[0.05, -0.1], "little changed"],
    [[1, 0], "higher"],
    [[1, 2], "higher"],
    [[-1, 0.1], "lower"],
    [[1, -1], "mixed"],
    [[1, 1, -1], "mixed"],
    [[1, 1, 1, -1], "mostly higher"],
    [[1, -1, -1, -1], "mostly lower"],
    [[1, 1, -1, -1, -1], "mixed"],
  ])("%j percent: %s", (moves, word) => {
    expect(asia(...moves)?.word).toBe(word);
  });

  test("counts, leader and laggard by exact change, ties by id", () => {
    expect(asia(2, -1, null, 0.1, 2, -1)).toEqual({
      region: "Asia",
      up: 2,
      down: 2,
      little: 1,
      word: "mixed",
      leader: "I0",
      laggard: "I1",
    });
    expect(asia(null, null)).toEqual({
      region: "Asia",
      up: 0,
      down: 0,
      little: 0,
      word: null,
      leader: null,
      laggard: null,
    });
  });

  test("a row a region, in order of listing of the markets; shares and indices before a session left out", () => {
    const lines = [
      market("XNYS", "US", "US"),
      ...tokyo,
      market("XPAR", "Europe", "FR"),
      index("I"),
      base("A", MON, 10),
    ];
    const rows = shown(lines, opened(MON), tick("A", 20)).regions;
    expect(rows.map(({ region, word }) => [region, word])).toEqual([
      ["US", null],
      ["Asia", null],
      ["Europe", null],
    ]);
  });

  test("before the close of the last level, then of the close", () => {
    const lines = [market("XTKS"), index("I"), base("I", MON, 100), opened(MON), tick("I", 90)];
    expect(shown(lines).regions[0]?.word).toBe("lower");
    expect(shown(lines, closed(MON, { I: 110 })).regions[0]?.word).toBe("higher");
  });
});
