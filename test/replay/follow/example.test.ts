/** The README's program, while another process appends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openLog, openTape } from "@tapefold/replay";
import { expect, test } from "vitest";
import { goldenPath, readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const root = new URL("../../../", import.meta.url);

test("a program sees what another process appends", async () => {
  const path = folder.path("live.tape");
  const log = await openLog(path);
  const { events } = await readAll(openTape(goldenPath));
  const append = (from: number, to?: number) => log.append(events.slice(from, to).map(({ event }) => event));
  await append(0, 200);
  const args = ["--import", "tsx", "test/examples/02-subscribe-live.ts", path];
  const program = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(program, "exit");
  const last = "N225 record 57650.54, AXJO streak -1";
  let out = "";
  try {
    for await (const piece of program.stdout) {
      // It has shown what stands, and now follows.
      if (out === "") await append(200);
      out += String(piece);
      if (out.includes(last)) break;
    }
  } finally {
    program.kill();
    await exited;
    await log.close();
  }
  expect(out).toContain(last);
});
