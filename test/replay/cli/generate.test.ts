import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();
const options = ["--seed", "7", "--instruments", "9", "--ticks", "500"];

test("writes the same bytes for the same options, wherever they go", async () => {
  const [plain, packed] = [folder.path("a.jsonl"), folder.path("a.jsonl.gz")];
  const { code, out } = await run(["generate", ...options, "--out", plain]);
  expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`^${plain}: \\d+ events\n$`))]);
  const first = readFileSync(plain, "utf8");
  await run(["generate", ...options, "--out", plain]);
  await run(["generate", ...options, "--out", packed]);
  expect(readFileSync(plain, "utf8")).toBe(first);
  expect(gunzipSync(readFileSync(packed)).toString()).toBe(first);
  expect((await run(["generate", ...options, "--out", "-"])).out).toBe(first);
});

test("what can't be written is told", async () => {
  const path = folder.path("nowhere/a.jsonl");
  const { code, err } = await run(["generate", ...options, "--out", path]);
  expect([code, err]).toEqual([
    2,
    `tapefold: LOG_UNWRITABLE: there is no such folder; make it first (${path})\n`,
  ]);
});
