/** The board on terminals of all widths: what it shows keeps to its cells, and is clear without colour. */
import type { MarketState } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const AS_OF = "2026-02-10T04:30:00Z";
const ESCAPE = "\u001b";

async function board(columns: number | undefined, ...argv: string[]): Promise<string[]> {
  const surroundings = columns === undefined ? {} : { columns };
  const { out, err } = await run(["replay", goldenPath, "--at", AS_OF, ...argv], surroundings);
  expect(err).toBe("");
  return out.replace(goldenPath, "golden.jsonl").split("\n");
}

/** The row of an instrument. */
function rowOf(lines: readonly string[], id: string): string {
  return lines.find((line) => new RegExp(`^ {2}\\S {2}${id} `).test(line)) ?? "";
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff01-\uff60]|\p{Emoji_Presentation}/u;

/** Cells of a line on a terminal, counted anew: East Asian wide characters take two, what stands on others none. */
function cellsOf(line: string): number {
  let cells = 0;
  for (const char of line) if (!/\p{Mark}/u.test(char)) cells += WIDE.test(char) ? 2 : 1;
  return cells;
}

describe("widths", () => {
  test.each([60, 70, 80, 90, 100, 120, 140, 160, 180, 200])("%i columns hold every line", async (columns) => {
    const lines = await board(columns);
    expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(columns);
    for (const id of ["N225", "TOPX", "KS11", "IXIC"]) expect(rowOf(lines, id)).toMatch(/ [▲▼•] [+-]\d/);
    const text = lines.join(" ").replaceAll(/\s+/g, " ");
    for (const part of [
      "N225 REST +735.06",
      "9984 +374.63",
      "6 up 0 down 0 unchanged",
      "9984 since: +11.06 %",
    ])
      expect(text).toContain(part);
  });

  test("more is shown where there is room: streak, change and line, name, drivers and guidance beside", async () => {
    const nikkei = async (columns: number): Promise<string> => rowOf(await board(columns), "N225");
    expect(await nikkei(60)).not.toContain("so far");
    expect(await nikkei(80)).toContain("3 up so far");
    expect(await nikkei(80)).not.toMatch(/[▁▂▃▄▅▆▇█]/);
    expect(await nikkei(100)).toMatch(/\+1,521.83 .* [▁▂▃▄▅▆▇█]{12} {2}/);
    expect(await nikkei(120)).toContain("Nikkei 225");
    expect((await board(160))[2]).toMatch(/^Asia: mostly higher, N225 ahead {3,}drivers$/);
    expect((await board(160)).join("\n")).toMatch(/\nguidance\n/);
    expect((await board(200)).join("\n")).toMatch(/ {3,}guidance\n/);
  });
});

test("the line of a session goes from its lowest to its highest, and ends where the level is", async () => {
  const lines = await board(undefined);
  // Lowest at the opening, highest now; and the other way round.
  expect(rowOf(lines, "NSEI")).toMatch(/ ▁+█ /);
  expect(rowOf(lines, "KQ11")).toMatch(/ █[▁▂▃▄▅▆▇█]*▁ /);
});

test("without colour every state can be read: direction, phase, what is not settled yet", async () => {
  const lines = await board(undefined);
  expect(lines.join("\n")).not.toContain(ESCAPE);
  expect(rowOf(lines, "N225")).toMatch(
    /^ {2}● .*▲ \+2\.70 %.*3 up so far \(2 confirmed\) {2}record high today .*open$/,
  );
  expect(rowOf(lines, "KQ11")).toMatch(/^ {2}● .*▼ -1\.10 %.*1 down so far/);
  expect(rowOf(lines, "HSI")).toMatch(/^ {2}◐ .*break$/);
  expect(rowOf(lines, "DJI")).toMatch(/^ {2}■ .*record close, 2 in a row .*closed$/);
});

test("where phases have no word beside their signs, the foot says what the signs mean", async () => {
  for (const columns of [60, 80, 120])
    expect((await board(columns)).join("\n")).toContain("● open  ◐ break  ■ closed");
  expect((await board(120, "--ascii")).join("\n")).toContain("o open  - break  # closed");
  expect((await board(200)).join("\n")).not.toContain("● open");
});

test.each([
  ["west", 32, 31],
  ["east", 31, 32],
  ["kr", 31, 34],
])("colours in the order of the %s", async (order, up, down) => {
  const { out } = await run(["replay", goldenPath, "--at", AS_OF, "--colours", order], {
    columns: 120,
    isLively: true,
  });
  expect(out).toContain(`${ESCAPE}[${up}m+1,521.83${ESCAPE}[39m`);
  expect(out).toContain(`${ESCAPE}[${down}m-12.40${ESCAPE}[39m`);
});

test("--ascii keeps to signs that are one cell wide everywhere", async () => {
  for (const columns of [60, 120, 200])
    expect((await board(columns, "--ascii")).join("\n")).toMatch(/^[\n -~]*$/);
  const lines = await board(120, "--ascii");
  expect(rowOf(lines, "N225")).toMatch(/^ {2}o .*\^ \+2\.70 %/);
  expect(rowOf(lines, "DJI")).toMatch(/^ {2}# /);
});

test("wide and stacked characters stay in their cells", async () => {
  const names = [
    "日経平均株価指数二百二十五種",
    "코스피 종합주가지수",
    `Z${"\u0301".repeat(60)}algo`,
    "👩‍👩‍👧‍👦 index",
  ];
  let next = 0;
  const lines = goldenLines.map((line) =>
    line.includes('"InstrumentListed"')
      ? line.replace(/"name":"[^"]*"/, `"name":${JSON.stringify(names[next++ % names.length])}`)
      : line,
  );
  const path = folder.write("wide.jsonl", `${lines.join("\n")}\n`);
  for (const columns of [140, 150]) {
    const { out } = await run(["replay", path, "--at", AS_OF], { columns });
    const rows = out.split("\n").filter((line) => / {2}\S {2}(N225|TOPX|KS11|KQ11) /.test(line));
    expect(rows).toHaveLength(4);
    // The levels end in one column.
    const ends = rows.map((row) => cellsOf(row.slice(0, row.search(/\d,\d{3}\.\d\d /))));
    expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(1);
    expect(Math.max(...out.split("\n").slice(1).map(cellsOf))).toBeLessThanOrEqual(columns);
    expect(out).not.toMatch(/\u0301{5}/);
    expect(out).not.toContain("\u200d");
  }
});

describe("a board of any tape", () => {
  const market = { id: "m", type: "MarketListed", at: "2026-02-09T00:00:00Z", mic: "XTKS" };
  const told = { name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo" };
  const listing = (id: string, kind: string): object => ({
    id: `l${id}`,
    type: "InstrumentListed",
    at: "2026-02-09T00:00:00Z",
    instrument: id,
    name: id,
    kind,
    mic: "XTKS",
    currency: "JPY",
    scale: 0,
  });
  const opened = {
    id: "o",
    type: "SessionOpened",
    at: "2026-02-09T00:00:00Z",
    mic: "XTKS",
    date: "2026-02-09",
  };
  const tick = (id: string, price: number): object => ({
    id: `t${id}`,
    type: "PriceTicked",
    at: "2026-02-09T01:00:00Z",
    instrument: id,
    price,
  });
  const shares = (count: number): string[] => Array.from({ length: count }, (_, at) => `S${at}`);
  const tape = (...lines: readonly object[]): string =>
    folder.write("any.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const firstDay = (count: number, ...more: readonly object[]): string =>
    tape(
      { ...market, ...told },
      ...shares(count).map((id) => listing(id, "equity")),
      ...more,
      opened,
      ...shares(count).map((id, at) => tick(id, 100 + at)),
    );
  const shown = async (path: string, ...argv: string[]): Promise<string> =>
    (await run(["replay", path, ...argv])).out;

  const rows = (board: string): string[] => board.split("\n").filter((line) => line.startsWith("  ● "));

  test("shows shares that have no close before, and counts those left out", async () => {
    expect(await shown(firstDay(1))).toMatch(/\nshares\n {2}● {2}S0 .* no previous close {2}.*open\n/);
    const many = await shown(firstDay(2000));
    expect(rows(many)).toHaveLength(20);
    expect(many).toContain("  and 1980 more; --all shows them");
    const beside = await shown(firstDay(9, listing("I", "index")));
    expect(beside).toMatch(/\nshares\n( {2}● .*\n){6} {2}and 3 more; --all shows them\n/);
  });

  test("shows what is asked for, with or without a price", async () => {
    const path = firstDay(30, listing("I", "index"), listing("NONE", "equity"));
    expect(rows(await shown(path, "--all"))).toHaveLength(32);
    const two = await shown(path, "--instrument", "S29", "NONE");
    expect(two).toMatch(/shares\n {2}● {2}S29 .*\n {2}● {2}NONE .*no price/);
    expect(two).not.toContain("S0 ");
    expect(rows(await shown(path, "--market", "XTKS"))).toEqual(rows(await shown(path, "--all")));
    const { instruments } = JSON.parse(await shown(path, "--instrument", "S1", "--json")) as MarketState;
    expect(Object.keys(instruments)).toEqual(["S1"]);
    for (const [option, value] of [
      ["--instrument", "ZZZ"],
      ["--market", "XNYS"],
    ] as const)
      expect(await run(["replay", path, option, value])).toMatchObject({
        code: 2,
        err: expect.stringMatching(
          /^tapefold: USAGE: .*(no instrument "ZZZ"|no instrument of XNYS is on the tape)/,
        ),
      });
  });

  test("says why it is empty, and what to do", async () => {
    expect(await shown(tape({ ...market, ...told }))).toContain("no instrument is listed; MarketListed and");
    const before = await shown(firstDay(3), "--at", "4");
    expect(before).toContain(
      "none of the 3 listed instruments has a price; --all lists them, or give a later",
    );
    const one = tape({ ...market, ...told }, listing("A", "equity"));
    expect(await shown(one)).toContain(
      "the one instrument listed has no price; --all shows it; no session is opened: SessionOpened comes before ticks\n",
    );
    expect(await shown(firstDay(3), "--at", "5")).toMatch(
      /has a price; --all lists them, or give a later --at\n/,
    );
    expect(await shown(firstDay(3), "--at", "2026-02-08")).toContain("nothing has happened by then");
    expect(await shown(tape({ ...market, ...told }, tick("A", 1)))).toContain("1 of 2 events are refused");
  });
});
