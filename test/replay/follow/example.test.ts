/** The README's program, while another process appends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openLog } from "@tapefold/replay";
import { expect, test } from "vitest";
import { goldenPath, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const root = new URL("../../../", import.meta.url);
const tsx = (...args: string[]) => spawn(process.execPath, ["--import", "tsx", ...args], { cwd: root });

test("a program sees what another process appends", async () => {
  const path = folder.path("live.tape");
  await (await openLog(path)).close();
  const program = tsx("test/examples/02-subscribe-live.ts", path);
  const appending = tsx("packages/replay/src/cli/main.ts", "append", path, goldenPath);
  const last = "N225 record 57650.54, AXJO streak -1";
  let out = "";
  for await (const piece of program.stdout) {
    out += String(piece);
    if (out.includes(last)) break;
  }
  expect(out).toContain(last);
  program.kill();
  await once(program, "exit");
  if (appending.exitCode === null) await once(appending, "exit");
  expect(appending.exitCode).toBe(0);
});
