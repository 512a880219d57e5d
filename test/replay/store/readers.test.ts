/**
 * Readers beside a writer.
 *
 * The bounds of a store while someone reads it for long: a reader looks page by page and holds nothing in between, so
 * however slow it is the store grows as it would without. Whoever holds a snapshot of lmdb itself, which no reader of
 * ours does, keeps every page that is given up from being used again: some 28 kB for each commit of 50 events.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openLog, openTape, stateAt, verifyTape } from "@tapefold/replay";
import { expect, test } from "vitest";
import { isLong } from "../../runs.ts";
import { madeTicks } from "../../faults/made-ticks.ts";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const root = fileURLToPath(new URL("../../../", import.meta.url));
const reader = fileURLToPath(new URL("../../faults/held-reader.ts", import.meta.url));
const slowWriter = fileURLToPath(new URL("../../faults/slow-writer.ts", import.meta.url));

/** By how many bytes a store grows in 60 commits while a reader in another process stays at its first page. */
async function growthBeside(how: "nobody" | "held" | "pinned"): Promise<number> {
  const path = folder.path(`${how}.tape`);
  const log = await openLog(path);
  let { head } = await log.append(madeTicks(2_000));
  const child =
    how === "nobody"
      ? undefined
      : spawn(process.execPath, ["--import", "tsx", reader, path, how], {
          cwd: root,
          stdio: ["ignore", "pipe", "inherit"],
        });
  if (child !== undefined) await once(child.stdout, "data");
  const size = (): number => statSync(join(path, "data.mdb")).size;
  const before = size();
  for (let commit = 0; commit < 60; commit += 1) ({ head } = await log.append(madeTicks(50, head)));
  const growth = size() - before;
  child?.kill("SIGKILL");
  await log.close();
  return growth;
}

// Other processes take their time: this is for `npm run test:laws`, and so is the next.
test.skipIf(!isLong)(
  "a reader held open for long lets a store grow no faster; a snapshot held would",
  async () => {
    const [nobody, held, pinned] = await Promise.all([
      growthBeside("nobody"),
      growthBeside("held"),
      growthBeside("pinned"),
    ]);
    // lmdb takes a commit or two to see that a look is over.
    expect(held).toBeLessThan(nobody + 100_000);
    expect(pinned).toBeGreaterThan(nobody + 1_000_000);
  },
);

test.skipIf(!isLong)("verify passes a store that another process goes on writing", async () => {
  const path = folder.path("growing.tape");
  const child = spawn(process.execPath, ["--import", "tsx", slowWriter, path], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const acknowledged = createInterface(child.stdout)[Symbol.asyncIterator]();
    let before = 0;
    for (let time = 0; time < 4; time += 1) {
      // The next look begins only once more stands than the last one saw.
      for (let head = 0; head <= before;) {
        const { done, value } = await acknowledged.next();
        if (done === true) throw new Error("the writer ended by itself");
        head = Number(value);
      }
      const { difference, events } = await verifyTape(openTape(path));
      expect(difference).toBeNull();
      expect(events).toBeGreaterThan(before);
      before = events;
    }
  } finally {
    child.kill("SIGKILL");
  }
});

test("a store that was read is written again in the same process", async () => {
  const path = folder.path("again.tape");
  for (const head of [1, 2, 3]) {
    const log = await openLog(path);
    await log.append(madeTicks(1, head));
    await log.close();
    expect((await stateAt(openTape(path))).head).toBe(head);
  }
});
