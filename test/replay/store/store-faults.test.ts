/** Faults under a store: other writers, a full or broken disk, a file that was changed. */
import { runs } from "../../runs.ts";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLog, openTape } from "@tapefold/replay";
import { openStoreLog } from "../../faults/store-log.ts";
import { describe, expect, test } from "vitest";
import { flipBits } from "../../faults/flip-bits.ts";
import { indexOf } from "../../faults/index-of.ts";
import { smallDisks } from "../../faults/small-disk.ts";
import { madeTicks } from "../../faults/made-ticks.ts";
import { readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
let made = 0;
const newPath = (): string => folder.path(`store-${(made += 1)}.tape`);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const writer = fileURLToPath(new URL("../../faults/endless-writer.ts", import.meta.url));

async function filled(events: number): Promise<string> {
  const path = newPath();
  const log = await openLog(path);
  for (let from = 0; from < events; from += 700)
    await log.append(madeTicks(Math.min(700, events - from), from));
  await log.close();
  return path;
}

async function check(path: string): Promise<number> {
  const index = await indexOf(openTape(path));
  try {
    await index.check();
    return await index.head();
  } finally {
    await index.close();
  }
}

describe("writers", () => {
  test("a second one in the same process is refused by name", async () => {
    const path = newPath();
    const log = await openLog(path);
    await expect(openLog(path)).rejects.toMatchObject({
      code: "LOG_IN_USE",
      detail: { log: path, pid: process.pid },
    });
    await log.append(madeTicks(3));
    await log.close();
    expect(await check(path)).toBe(3);
    await (await openLog(path)).close();
  });

  test("of two that open a new store at once one has it", async () => {
    const path = newPath();
    const outcomes = await Promise.allSettled([openLog(path), openLog(path)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "LOG_IN_USE" });
      else {
        await outcome.value.append(madeTicks(3));
        await outcome.value.close();
      }
    }
    expect(await check(path)).toBe(3);
  });

  test("a second one in another process is refused, and takes over once that is killed: nothing is lost", async () => {
    const path = newPath();
    const child = spawn(process.execPath, ["--import", "tsx", writer, path], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let words = "";
    child.stdout.on("data", (piece: Buffer) => (words += piece.toString()));
    await once(child.stdout, "data");
    await expect(openLog(path)).rejects.toMatchObject({ code: "LOG_IN_USE", detail: { pid: child.pid } });
    child.kill("SIGKILL");
    await once(child, "close");
    const log = await openLog(path);
    const head = await log.head();
    expect(head).toBeGreaterThanOrEqual(Number(words.split("\n").at(-2)));
    expect((await log.append(madeTicks(5, head))).head).toBe(head + 5);
    await log.close();
    expect(await check(path)).toBe(head + 5);
  });

  test("an owner whose process number another has now is taken over", async () => {
    const path = await filled(10);
    const log = await openStoreLog(path);
    const mine = log.files.meta.get("owner") as { started: string | null; boot: string | null };
    // Where the system doesn't tell when a process started, its number is all there is.
    const isTold = mine.started !== null;
    log.files.meta.putSync("owner", { ...mine, started: "1" });
    if (isTold) await (await openLog(path)).close();
    else await expect(openLog(path)).rejects.toMatchObject({ code: "LOG_IN_USE" });
    log.files.meta.putSync("owner", { ...mine, boot: "another start of the machine" });
    if (mine.boot !== null) await (await openLog(path)).close();
    await log.close();
  });

  test("one that was taken over adds nothing more", async () => {
    const path = await filled(10);
    const log = await openStoreLog(path);
    const mine = log.files.meta.get("owner") as object;
    log.files.meta.putSync("owner", { ...mine, token: "another's" });
    await expect(log.append(madeTicks(1, 10))).rejects.toMatchObject({ code: "LOG_IN_USE" });
    expect(await log.head()).toBe(10);
    await log.close();
    await expect(openLog(path)).rejects.toMatchObject({ code: "LOG_IN_USE" });
  });
});

describe("the disk", () => {
  const mount = smallDisks();

  test("full: said so, nothing of the append stands, and it goes on once there is space", async (context) => {
    const disk = mount("size=3m");
    if (disk === undefined) return context.skip("mounting a small file system is not permitted here");
    disk.fill(1_600_000);
    const path = disk.path("full.tape");
    const log = await openLog(path);
    let acknowledged = 0;
    const fill = async (): Promise<void> => {
      for (;;) ({ head: acknowledged } = await log.append(madeTicks(2_000, acknowledged)));
    };
    await expect(fill()).rejects.toMatchObject({
      code: "LOG_UNWRITABLE",
      message: expect.stringMatching(/disk is full/),
    });
    expect(acknowledged).toBeGreaterThan(0);
    expect(await log.head()).toBe(acknowledged);
    disk.makeSpace();
    expect((await log.append(madeTicks(2_000, acknowledged))).head).toBe(acknowledged + 2_000);
    await log.close();
    expect(await check(path)).toBe(acknowledged + 2_000);
  });

  test("full under a file of lines: what was begun is taken back", async (context) => {
    const disk = mount("size=64k");
    if (disk === undefined) return context.skip("mounting a small file system is not permitted here");
    const path = disk.path("full.jsonl");
    const log = await openLog(path);
    await log.append(madeTicks(100));
    const { size } = statSync(path);
    await expect(log.append(madeTicks(2_000, 100))).rejects.toMatchObject({
      message: expect.stringMatching(/disk is full/),
    });
    expect(statSync(path).size).toBe(size);
    expect((await log.append(madeTicks(10, 100))).head).toBe(110);
    await log.close();
  });

  test("read-only: no new store, no writing, but reading", async (context) => {
    const disk = mount("size=8m");
    if (disk === undefined) return context.skip("mounting a small file system is not permitted here");
    cpSync(await filled(600), disk.path("old.tape"), { recursive: true });
    execFileSync("mount", ["-o", "remount,ro", disk.path("")]);
    await expect(openLog(disk.path("new.tape"))).rejects.toMatchObject({
      code: "LOG_UNWRITABLE",
      message: expect.stringMatching(/may not be written/),
    });
    await expect(openLog(disk.path("old.tape"))).rejects.toMatchObject({
      code: "LOG_UNWRITABLE",
      message: expect.stringMatching(/may not be written/),
    });
    expect((await readAll(openTape(disk.path("old.tape")))).events).toHaveLength(600);
  });
});

describe("what is no store, or no longer whole", () => {
  test("a file where a directory should be", async () => {
    const path = folder.write("file.tape", "{}");
    await expect(openLog(path)).rejects.toMatchObject({
      code: "LOG_UNREADABLE",
      message: expect.stringMatching(/is a file/),
    });
    await expect(openLog(join(path, "in.tape"))).rejects.toMatchObject({ code: "LOG_UNWRITABLE" });
  });

  test("a directory of something else", async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(join(path, "note.txt"), "mine");
    await expect(openLog(path)).rejects.toMatchObject({ code: "LOG_UNREADABLE" });
    expect((await readAll(openTape(path))).error).toMatchObject({ code: "LOG_UNREADABLE" });
    const empty = newPath();
    mkdirSync(empty);
    const log = await openLog(empty);
    expect((await log.append(madeTicks(1))).head).toBe(1);
    await log.close();
  });

  test("another version's store", async () => {
    const path = await filled(1);
    const log = await openStoreLog(path);
    log.files.meta.putSync("format", 2);
    await log.close();
    const refusal = { code: "LOG_UNREADABLE", message: expect.stringMatching(/format 2.*update tapefold/) };
    await expect(openLog(path)).rejects.toMatchObject(refusal);
    expect((await readAll(openTape(path))).error).toMatchObject(refusal);
  });

  test("a data file cut short anywhere", async () => {
    const path = await filled(5_000);
    const data = join(path, "data.mdb");
    const { size } = statSync(data);
    for (const left of [0, 1, 100, 4_096, 8_192, Math.floor(size / 2), size - 4_096, size - 1]) {
      const cut = newPath();
      mkdirSync(cut);
      copyFileSync(data, join(cut, "data.mdb"));
      truncateSync(join(cut, "data.mdb"), left);
      expect((await readAll(openTape(cut))).error, `${left} bytes left`).toMatchObject({
        code: "LOG_DAMAGED",
      });
      await expect(openLog(cut)).rejects.toMatchObject({ code: "LOG_DAMAGED" });
    }
  });

  test("a root that was turned back to an earlier commit", async () => {
    const data = readFileSync(join(await filled(5_000), "data.mdb"));
    const at = { main: 136, commit: 152, second: 4_096 };
    const commits = [0, at.second].map((root) => data.readBigUInt64LE(root + at.commit)) as [bigint, bigint];
    const [newer, older] = commits[0] > commits[1] ? [0, at.second] : [at.second, 0];
    // The newer root leads to the older one's tree; the older one has the next number; the newer one that before.
    const spoilt = [0, 1, 2].map(() => Buffer.from(data)) as [Buffer, Buffer, Buffer];
    data.copy(spoilt[0], newer + at.main, older + at.main, older + at.main + 8);
    spoilt[1].writeBigUInt64LE(data.readBigUInt64LE(newer + at.commit) + 1n, older + at.commit);
    spoilt[2].writeBigUInt64LE(data.readBigUInt64LE(older + at.commit) - 1n, newer + at.commit);
    for (const content of spoilt) {
      const path = newPath();
      mkdirSync(path);
      writeFileSync(join(path, "data.mdb"), content);
      expect((await readAll(openTape(path))).error).toMatchObject({ code: "LOG_DAMAGED" });
      await expect(openLog(path)).rejects.toMatchObject({ code: "LOG_DAMAGED" });
    }
  });

  test("a flipped bit is told or does no harm; never are other events read", async () => {
    const flips = runs(120);
    const outcomes = await flipBits(await filled(2_000), flips);
    // Some bits lie in what is free; the others are told, by name.
    const { same = 0, LOG_DAMAGED: damaged = 0, LOG_UNREADABLE: unreadable = 0 } = outcomes;
    expect(same + damaged + unreadable, JSON.stringify(outcomes)).toBe(flips);
    expect(damaged).toBeGreaterThan(flips / 12);
  });
});
