/** The wrap as the command prints it: text, Markdown, JSON. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { run } from "./cli/run-command.ts";
import { goldenPath, tapeFolder } from "./tape-folder.ts";

const tapes = tapeFolder();
const at = ["--at", "2026-02-10T04:30:00Z"];

test("the golden tape's, as of the published one", async () => {
  const { code, out, err } = await run(["wrap", goldenPath, ...at]);
  expect([code, err]).toEqual([0, ""]);
  await expect(out).toMatchFileSnapshot("__snapshots__/golden-wrap.txt");
  expect(out).toContain("The Nikkei 225 jumped 2.70 % to 57,885.77, on course for a third straight gain.");
  expect(out).not.toMatch(/because|due to|thanks to|on the back of|after .* raised/);
});

test("what a session says so far, its close confirms", async () => {
  const { out } = await run(["wrap", goldenPath]);
  expect(out.replaceAll("\n", " ")).toContain(
    "The Nikkei 225 jumped 2.28 % to close at 57,650.54, its third straight gain. That is its record close",
  );
});

test("an empty market is no error", async () => {
  const { code, out } = await run(["wrap", goldenPath, "--at", "1"]);
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toHaveLength(1);
});

test("with --json its claims are a claims file that the tape bears out", async () => {
  const { out } = await run(["wrap", goldenPath, ...at, "--json"]);
  const { statements, claims } = JSON.parse(out) as {
    statements: { id: string; causes: number[]; phase: string | null }[];
    claims: { id: string }[];
  };
  expect(statements.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
  expect(statements.every(({ causes }) => causes.length > 0)).toBe(true);
  expect(new Set(statements.map(({ phase }) => phase))).toContain("break");
  const checked = await run([
    "check",
    goldenPath,
    ...at,
    "--claims",
    tapes.write("wrap.json", out),
    "--json",
  ]);
  expect(checked.code).toBe(0);
  const { claims: verdicts } = JSON.parse(checked.out) as { claims: { verdict: string }[] };
  expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(["supported"]));
});

describe("a name that would be more than a name", () => {
  const name = "*N* <b>x</b> [a](b)\u{1b}[31m\n# head";
  const lines = readFileSync(goldenPath, "utf8").replace(
    '"name":"Nikkei 225"',
    `"name":${JSON.stringify(name)}`,
  );
  const tape = tapes.write("named.jsonl", lines);

  test("is escaped in text", async () => {
    const { out } = await run(["wrap", tape, ...at]);
    expect(out).not.toContain("\u{1b}");
    expect(out).not.toContain("\n# head");
    expect(out).toContain(String.raw`\u001b[31m\u000a#`);
  });

  test("is no markup in Markdown", async () => {
    const { out } = await run(["wrap", tape, ...at, "--markdown"]);
    expect(out).toMatch(/^# Market wrap as of /);
    expect(out).toContain(String.raw`\*N\* \<b\>x\</b\> \[a\](b)`);
    expect(out.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
  });

  test("changes no verdict", async () => {
    const claims = fileURLToPath(new URL("../sessions/article.json", import.meta.url));
    const verdicts = async (path: string) => {
      const { out } = await run(["check", path, ...at, "--claims", claims, "--json"]);
      return (JSON.parse(out) as { claims: { verdict: string }[] }).claims.map(({ verdict }) => verdict);
    };
    expect(await verdicts(tape)).toEqual(await verdicts(goldenPath));
  });
});
