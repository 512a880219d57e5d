// node --import tsx test/faults/run-kills.ts [KILLS]: the long form of the test, 300 kills unless told.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killWriter } from "./kill-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "tapefold-kills-"));
const started = performance.now();
const { kills, head, unsaid } = await killWriter(join(folder, "killed.tape"), Number(process.argv[2] ?? 300));
const seconds = ((performance.now() - started) / 1000).toFixed(0);
process.stdout.write(
  `${kills} kills in ${seconds} s: ${head} events stand, none lost, none twice; ${unsaid} times more stood than was said\n`,
);
rmSync(folder, { recursive: true });
