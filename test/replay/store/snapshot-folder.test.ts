/** Snapshots beside a tape of lines: used while the tape is the one they were made of, never else. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import {
  foldTape,
  isIndexed,
  writeSnapshotFolder,
  openTape,
  parseAsOf,
  stateAt,
  verifyTape,
} from "@tapefold/replay";
import { openStoreLog } from "../../faults/store-log.ts";
import { recordClose } from "@tapefold/projections";
import { expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { goldenLines, readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const events = goldenLines.length;
let made = 0;

const tapeOf = (lines: readonly string[]): string =>
  folder.write(`lines-${(made += 1)}.jsonl`, lines.map((line) => `${line}\n`).join(""));

async function isUsed(path: string): Promise<boolean> {
  const log = openTape(path);
  return isIndexed(log) && (await log.index()) !== undefined;
}

/** Each position's digest is that of the plain fold, whether snapshots serve or not. */
async function sameEverywhere(path: string): Promise<void> {
  const { head } = await foldTape(openTape(path));
  for (const position of [0, 99, 100, 101, head]) {
    const expected = await foldTape(openTape(path), { asOf: { position } });
    const actual = await stateAt(openTape(path), { position });
    expect([actual.state.digest, actual.head], `${position}`).toEqual([expected.state.digest, head]);
  }
}

test("any moment of a tape of lines, from snapshots beside it", async () => {
  const path = tapeOf(goldenLines);
  expect(await isUsed(path)).toBe(false);
  expect(await writeSnapshotFolder(path, { every: 50 })).toBe(Math.floor(events / 50));
  expect(await isUsed(path)).toBe(true);
  await sameEverywhere(path);
  const asOf = parseAsOf("2026-02-10T04:30:00Z");
  expect((await stateAt(openTape(path), asOf)).state.digest).toBe(
    (await foldTape(openTape(path), { asOf })).state.digest,
  );
  await expect(stateAt(openTape(path), { position: events + 1 })).rejects.toMatchObject({
    code: "POSITION_UNKNOWN",
    message: expect.stringContaining(`(${path})`) as string,
  });
});

test("verify looks at them too", async () => {
  const path = tapeOf(goldenLines.slice(0, 60));
  await writeSnapshotFolder(path, { every: 25 });
  expect((await verifyTape(openTape(path))).difference).toBeNull();
  const log = await openStoreLog(`${path}.snapshots`);
  log.files.ids.putSync("stranger", 3);
  await log.close();
  await expect(verifyTape(openTape(path))).rejects.toMatchObject({ code: "LOG_DAMAGED" });
});

test("a tape that has grown is folded as it is, and its snapshots are gone on with when asked", async () => {
  const path = tapeOf(goldenLines.slice(0, 120));
  await writeSnapshotFolder(path, { every: 50 });
  appendFileSync(path, `${goldenLines.slice(120).join("\n")}\n`);
  expect(await isUsed(path)).toBe(false);
  await sameEverywhere(path);
  expect(await writeSnapshotFolder(path, { every: 50 })).toBe(Math.floor(events / 50) - 2);
  expect(await isUsed(path)).toBe(true);
  await sameEverywhere(path);
});

test("snapshots of a tape that was changed are not trusted, and are made anew aside", async () => {
  const path = tapeOf(goldenLines);
  await writeSnapshotFolder(path, { every: 50 });
  const at = goldenLines.findIndex((line) => line.includes('"type":"PriceTicked"'));
  const line = goldenLines[at] as string;
  const changed = line.replace(/"price":"?([\d.]+)"?/, (_, price: string) => `"price":${Number(price) + 1}`);
  expect(changed).not.toBe(line);
  writeFileSync(path, `${goldenLines.with(at, changed).join("\n")}\n`);
  expect(await isUsed(path)).toBe(false);
  await sameEverywhere(path);
  expect(await writeSnapshotFolder(path, { every: 50 })).toBe(Math.floor(events / 50));
  await sameEverywhere(path);
  const rest = readdirSync(dirname(path)).filter((name) => name.startsWith(`lines-${made}.`));
  expect(rest.sort()).toEqual([`lines-${made}.jsonl`, `lines-${made}.jsonl.snapshots`]);
});

test("snapshots of other rules, damaged ones and what is none: the tape is folded", async () => {
  const path = tapeOf(goldenLines);
  await writeSnapshotFolder(path, { every: 50, projections: [recordClose] });
  await sameEverywhere(path);
  const data = readFileSync(`${path}.snapshots/data.mdb`);
  const beside = (content: Buffer): string => {
    const copy = tapeOf(goldenLines);
    cpSync(`${path}.snapshots`, `${copy}.snapshots`, { recursive: true });
    writeFileSync(`${copy}.snapshots/data.mdb`, content);
    return copy;
  };
  await sameEverywhere(beside(data.subarray(0, data.length / 2)));
  await sameEverywhere(beside(Buffer.alloc(10)));
  // Chunks that fail their checksum.
  const store = tapeOf(goldenLines);
  await writeSnapshotFolder(store, { every: 50 });
  const log = await openStoreLog(`${store}.snapshots`);
  const chunk = Buffer.from(log.files.chunks.get(1) as Buffer);
  chunk[99] = (chunk[99] as number) ^ 1;
  log.files.chunks.putSync(1, chunk);
  await log.close();
  await sameEverywhere(store);
});

test("a tape with repeated lines, or none, gets no snapshots, and nothing is left behind", async () => {
  for (const lines of [[...goldenLines, goldenLines[5] as string], ["no event"], []]) {
    const path = tapeOf(lines);
    await expect(writeSnapshotFolder(path)).rejects.toMatchObject({
      code: expect.stringMatching(/^LOG_/) as string,
    });
    expect(existsSync(`${path}.snapshots`)).toBe(false);
  }
  await expect(writeSnapshotFolder(folder.path("none.jsonl"))).rejects.toMatchObject({
    code: "LOG_NOT_FOUND",
  });
});

test("what someone else keeps in their place stays there", async () => {
  const path = tapeOf(goldenLines);
  mkdirSync(`${path}.snapshots`);
  writeFileSync(`${path}.snapshots/mine.txt`, "mine");
  await expect(writeSnapshotFolder(path)).rejects.toMatchObject({
    code: "LOG_UNREADABLE",
    message: expect.stringMatching(/something else, move it away/) as string,
  });
  expect(readFileSync(`${path}.snapshots/mine.txt`, "utf8")).toBe("mine");
  await sameEverywhere(path);
});

test("replay keeps them when asked, append keeps them up", async () => {
  const path = tapeOf(goldenLines.slice(0, 200));
  const asked = await run(["replay", path, "--snapshots", "--json"]);
  expect(asked.out).toBe((await run(["replay", path, "--json"])).out);
  expect(await isUsed(path)).toBe(true);
  await run(["append", path], { stdin: goldenLines.map((line) => `${line}\n`).join("") });
  expect(await isUsed(path)).toBe(true);
  expect((await readAll(openTape(path))).events).toHaveLength(events);
  expect(await run(["replay", "-", "--snapshots"], { stdin: "x" })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^tapefold: USAGE: snapshots are kept beside a \.jsonl file/) as string,
  });
});
