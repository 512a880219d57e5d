/** The board on terminals of all widths: what it shows keeps to its cells, and is clear without colour. */
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
    expect(await nikkei(140)).toContain("Nikkei 225");
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
  const lines = await board(120, "--ascii");
  expect(lines.join("\n")).toMatch(/^[\n -~]*$/);
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
