/** `tapefold play`: prints where its page is, serves it until the process is asked to end, and says what is wrong. */
import { expect, test } from "vitest";
import { goldenPath } from "../tape-folder.ts";
import { run } from "./run-command.ts";

/** Runs the command until it listens to be stopped; then asks its page for itself, and stops it. */
async function played(...argv: readonly string[]): Promise<{ out: string; code: number; status: number }> {
  let status = 0;
  let address = "";
  const ran = run(["play", ...argv], {
    onStop: (stop) => {
      void visit().finally(stop);
      return () => undefined;
    },
    onWrite: (text) => (address += text),
  });
  const visit = async (): Promise<void> => {
    ({ status } = await fetch(address.trim()));
  };
  const { out, code } = await ran;
  return { out, code, status };
}

test("prints the address of its page, on the loopback and with a token, and serves it", async () => {
  const { out, code, status } = await played(goldenPath, "--no-open");
  expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#t=[\w-]{22}\n$/);
  expect([code, status]).toEqual([0, 200]);
});

test("--static needs no tape", async () => {
  const { out, status } = await played("--static");
  expect(out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#static\n$/);
  expect(status).toBe(200);
});

test.each([
  [[], "USAGE: missing argument 'tape'"],
  [["missing.jsonl"], "LOG_NOT_FOUND: there is no such file"],
  [[goldenPath, "--port", "70000"], "USAGE: --port 70000 is no port"],
  [[goldenPath, "--static", "--follow"], "USAGE: --static folds a tape as it stands"],
])("%j is refused in one line", async (argv, line) => {
  const { code, out, err } = await run(["play", ...argv]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^[^\n]*\n$/);
  expect(err).toContain(`tapefold: ${line}`);
});
