import { readFileSync } from "node:fs";
import { foldTape, openTape } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();

/** Some of the golden tape: each verification folds its tape in many ways. */
const short = folder.write("short.jsonl", goldenLines.slice(0, 120).join("\n"));
const digestOf = async (path: string): Promise<string> => (await foldTape(openTape(path))).state.digest;

test("says the digest of a sound tape, and that of replay is the same", async () => {
  const { code, out, err } = await run(["verify", goldenPath]);
  const digest = /^279 events {3}state ([0-9a-f]{64})\n$/.exec(out)?.[1];
  expect([code, err]).toEqual([0, ""]);
  expect(digest).toBe(
    (JSON.parse((await run(["replay", goldenPath, "--json"])).out) as { digest: string }).digest,
  );
});

describe("--digest", () => {
  test("takes the whole digest, or its first digits", async () => {
    const digest = await digestOf(short);
    for (const given of [digest, digest.slice(0, 8), digest.slice(0, 20).toUpperCase()]) {
      const { code, out } = await run(["verify", short, "--digest", given]);
      expect([code, out.split("\n")[0]]).toEqual([0, "same state"]);
    }
  });

  test("of another state is a difference", async () => {
    const { code, out, err } = await run(["verify", short, "--digest", "00000000"]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("another state: expected 00000000\n");
  });

  test("differs after one price is changed", async () => {
    // The high of 9984 in its session.
    const lines = goldenLines.map((line) => line.replace('"price":4725,', '"price":4726,'));
    expect(lines).not.toEqual(goldenLines);
    const path = folder.write("changed.jsonl", lines.join("\n"));
    expect((await run(["verify", path, "--digest", await digestOf(goldenPath)])).code).toBe(1);
  });
});

test("a last line cut in half is told with the valid length", async () => {
  const text = readFileSync(goldenPath, "utf8");
  const valid = `${goldenLines.slice(0, -1).join("\n")}\n`.length;
  const { code, out, err } = await run(["verify", folder.write("torn.jsonl", text.slice(0, -40))]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(new RegExp(`^tapefold: LOG_TORN: .* first ${valid} bytes hold 278 events`));
});

test("gaps in a source's numbers are told, and no failure", async () => {
  const numbered = goldenLines.findIndex((line) => line.includes('"source"') && line.includes('"seq":2'));
  const lines = goldenLines.filter((_, index) => index !== numbered && index < 120);
  const path = folder.write("gap.jsonl", lines.join("\n"));
  const { code, out } = await run(["verify", path, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ same: true, gaps: { count: 1, first: [{ after: 1, next: 3 }] } });
  expect((await run(["verify", path])).out).toMatch(/^gap: \S+ goes from 1 to 3 at position \d+\n/);
});
