import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();
const ESCAPE = "\u001b";
const AS_OF = "2026-02-10T04:30:00Z";

interface Shown {
  tape: { events: number; accepted: number; rejected: Record<string, number>; head: number };
  asOf: { position: number; at: string | null };
  digest: string;
  valuesDigest: string;
  instruments: Record<string, { last: string | null; changePct: string | null }>;
}

async function json(...argv: string[]): Promise<Shown> {
  const { code, out, err } = await run(["replay", ...argv, "--json"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out.endsWith("}\n")).toBe(true);
  return JSON.parse(out) as Shown;
}

describe("--json", () => {
  test("shows the market, and where the tape ends", async () => {
    const shown = await json(goldenPath, "--at", AS_OF);
    expect(shown.tape).toEqual({ events: 242, accepted: 242, rejected: {}, head: 279 });
    expect(shown.asOf).toEqual({ position: 242, at: AS_OF });
    expect(shown.instruments["N225"]).toMatchObject({ last: "57885.77", changePct: "2.7000" });
  });

  test("is the same by position and by instant, of a file, an archive and standard input", async () => {
    const bytes = readFileSync(goldenPath);
    const byInstant = await json(goldenPath, "--at", AS_OF);
    expect(await json(goldenPath, "--at", "242")).toEqual(byInstant);
    expect(await json(folder.write("golden.jsonl.gz", gzipSync(bytes)), "--at", AS_OF)).toEqual(byInstant);
    for (const stdin of [bytes, gzipSync(bytes)]) {
      const { out } = await run(["replay", "-", "--json", "--at", AS_OF], { stdin });
      expect(JSON.parse(out)).toEqual(byInstant);
    }
  });

  test("before the first event everything is there and nothing is known", async () => {
    expect(await json(goldenPath, "--at", "0")).toMatchObject({
      tape: { events: 0, accepted: 0, rejected: {}, head: 279 },
      asOf: { position: 0, at: null },
      instruments: {},
    });
  });

  test("what is left out had never been", async () => {
    const [left] = goldenLines.filter((line) => line.includes('"type":"PriceTicked"')).slice(-1);
    const { id } = JSON.parse(left ?? "") as { id: string };
    const path = folder.write("without.jsonl", goldenLines.filter((line) => line !== left).join("\n"));
    const [never, without] = [await json(path), await json(goldenPath, "--without", id)];
    expect(without["valuesDigest"]).toBe(never["valuesDigest"]);
    expect(without["tape"]).toMatchObject({ events: 278, head: 279 });
  });
});

describe("the board", () => {
  test("is plain text off a terminal", async () => {
    const { code, out, err } = await run(["replay", goldenPath, "--at", AS_OF]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).not.toContain(ESCAPE);
    expect(out.replace(/state .*\n$/, "state …\n").replace(goldenPath, "golden.jsonl")).toMatchSnapshot();
  });

  test.each([80, 100, 120])("keeps to a terminal of %i columns", async (columns) => {
    const { out } = await run(["replay", goldenPath, "--at", AS_OF], { columns });
    const rows = out.replace(goldenPath, "golden.jsonl").split("\n");
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  });

  test("has colours only where they are welcome", async () => {
    expect((await run(["replay", goldenPath], { columns: 120, isLively: true })).out).toContain(
      `${ESCAPE}[32m+1,286.60${ESCAPE}[39m`,
    );
    expect((await run(["replay", goldenPath], { columns: 120 })).out).not.toContain(ESCAPE);
  });

  test("comes once for each --at", async () => {
    const { out } = await run(["replay", goldenPath, "--at", AS_OF, "--at", "279"]);
    expect(out.match(/ {2}as of \S+/g)).toEqual([`  as of ${AS_OF}`, "  as of 2026-02-10T10:00:00Z"]);
  });

  test("names from a tape can't reach the terminal", async () => {
    const hostile = goldenLines.map((line) =>
      line
        .replace('"Nikkei 225"', '"\\u001b[2Jx\\u202e\\nA"')
        .replace('"region":"Asia"', '"region":"\\u0007Asia"'),
    );
    const { out } = await run(["replay", folder.write("hostile.jsonl", hostile.join("\n")), "--at", AS_OF]);
    for (const sign of ["\u0007", ESCAPE, "\u202e"]) expect(out).not.toContain(sign);
    expect(out).toContain("\\u001b[2Jx\\u202e\\u000aA");
  });

  test("is drawn again while the tape plays, and stands at the end", async () => {
    // Three events, all of one instant: nothing to wait for.
    const path = folder.write("three.jsonl", goldenLines.slice(0, 3).join("\n"));
    const { out } = await run(["replay", path, "--speed", "1000"], { columns: 80, isLively: true });
    expect(out.startsWith(`${ESCAPE}[?2026h${ESCAPE}[2J${ESCAPE}[?25l${ESCAPE}[1;1H`)).toBe(true);
    expect(out.split(`${ESCAPE}[H${ESCAPE}[J`)[1]).toContain("3 events   state");
    expect((await run(["replay", path, "--speed", "1000"])).out).not.toContain(ESCAPE);
  });
});

test("a torn tape is told with its place, and nothing else is shown", async () => {
  const text = readFileSync(goldenPath, "utf8");
  const path = folder.write("torn.jsonl", text.slice(0, -50));
  const valid = `${goldenLines.slice(0, -1).join("\n")}\n`.length;
  expect(await run(["replay", path, "--json"])).toEqual({
    code: 2,
    out: "",
    err: `tapefold: LOG_TORN: ends in the middle of a line, its first ${valid} bytes hold 278 events; cut it there (${path}:279)\n`,
  });
});

test("a position past the head is none", async () => {
  const { code, err } = await run(["replay", goldenPath, "--at", "280"]);
  expect([code, err]).toEqual([
    2,
    `tapefold: POSITION_UNKNOWN: the tape has no position 280; its last is 279 (${goldenPath})\n`,
  ]);
});

test("shows on a terminal how far it has come, and leaves nothing of it", async () => {
  const lively = { columns: 120, isLively: true };
  const { out, err } = await run(["replay", goldenPath], lively);
  const lines = err.split("\r\u001B[2K");
  expect([lines[0], lines.at(-1)]).toEqual(["", ""]);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines.slice(1, -1)) expect(line).toMatch(/^\d+ events {2}\d+ s$/);
  expect(out).toContain("279 events");
  expect((await run(["replay", goldenPath, "--json"], lively)).err).toBe("");
  expect((await run(["replay", goldenPath], { columns: 120 })).err).toBe("");
});
