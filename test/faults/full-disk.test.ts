/** A full disk: one line that says so, nothing left half made, and all goes on once there is space. */
import { copyFileSync, cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { openLog } from "@tapefold/replay";
import { beforeAll, describe, expect, test } from "vitest";
import { childCommand } from "./child-command.ts";
import { madeTicks } from "./made-ticks.ts";
import { type SmallDisk, smallDisks } from "./small-disk.ts";
import { goldenPath, tapeFolder } from "../replay/tape-folder.ts";
import { run } from "../replay/cli/run-command.ts";

const folder = tapeFolder();
const mount = smallDisks();
const store = folder.path("kept.tape");
const rows = Array.from({ length: 28 }, (_, day) => {
  const [open, close] = [20_000 + day, day % 9 === 0 ? "" : 20_003 + day];
  return `2024-02-${String(day + 1).padStart(2, "0")},${open},${open + 10},${open - 10},${close}`;
});
const bars = folder.write("bars.csv", ["date,open,high,low,close", ...rows, ""].join("\n"));

beforeAll(async () => {
  const log = await openLog(store);
  await log.append(madeTicks(600));
  await log.close();
});

interface Situation {
  readonly name: string;
  /** Bytes left on the disk. */
  readonly free: number;
  readonly argv: (path: SmallDisk["path"]) => readonly string[];
  readonly given?: (path: SmallDisk["path"]) => void;
}

const generated = (path: SmallDisk["path"]): string[] => {
  const size = ["--seed", "1", "--instruments", "20", "--ticks", "3000"];
  return ["generate", ...size, "--out", path("made.jsonl")];
};
const importing = (path: SmallDisk["path"]): string[] => {
  const source = ["import", bars, "--profile", "ohlc", "--instrument", "N225", "--mic", "XTKS"];
  return [...source, "--out", path("n225.jsonl"), "--rejects", path("refused.csv")];
};
const given = (name: string, from: string) => (path: SmallDisk["path"]) =>
  cpSync(from, path(name), { recursive: true });
const withoutLock = (path: SmallDisk["path"]): void => {
  given("kept.tape", store)(path);
  rmSync(path("kept.tape/data.mdb-lock"));
};
/** As an earlier tapefold made them: their last page is not on the disk. */
const withThinLock = (path: SmallDisk["path"]): void => {
  withoutLock(path);
  writeFileSync(path("kept.tape/data.mdb-lock"), "");
  truncateSync(path("kept.tape/data.mdb-lock"), 8272);
};

const situations: readonly Situation[] = [
  { name: "a new store", free: 0, argv: (path) => ["append", path("new.tape"), goldenPath] },
  {
    name: "a new store, some pages left",
    free: 8_192,
    argv: (path) => ["append", path("new.tape"), goldenPath],
  },
  {
    name: "snapshots beside a tape",
    free: 4_096,
    argv: (path) => ["replay", path("golden.jsonl"), "--snapshots"],
    given: (path) => copyFileSync(goldenPath, path("golden.jsonl")),
  },
  {
    name: "a store without a lock file",
    free: 0,
    argv: (path) => ["sessions", path("kept.tape"), "--instrument", "x"],
    given: withoutLock,
  },
  {
    name: "a store whose lock file has holes",
    free: 0,
    argv: (path) => ["sessions", path("kept.tape"), "--instrument", "x"],
    given: withThinLock,
  },
  {
    name: "adding to a store",
    free: 16_384,
    argv: (path) => ["append", path("kept.tape"), goldenPath],
    given: given("kept.tape", store),
  },
  { name: "a new file of lines", free: 0, argv: (path) => ["append", path("new.jsonl"), goldenPath] },
  { name: "generate", free: 0, argv: generated },
  { name: "import", free: 4_096, argv: importing },
];

describe("a full disk", () => {
  test.for(situations)("$name", async ({ free, argv, given: prepare }, context) => {
    const disk = mount("size=4m");
    if (disk === undefined) return context.skip("mounting a small file system is not permitted here");
    prepare?.(disk.path);
    const before = contents(disk.path("."));
    disk.fill(free);
    const { code, signal, err } = await childCommand(...argv(disk.path)).ended;
    expect({ code, signal, err }).toEqual({ code: 2, signal: null, err: expect.stringMatching(ONE_LINE) });
    disk.makeSpace();
    expect(contents(disk.path("."))).toEqual(before);
    const again = await run(argv(disk.path));
    // The store of made ticks lists nothing; so far it must come.
    expect(again.err).toMatch(/^$|lists no instrument/);
  });
});

const ONE_LINE = /^tapefold: LOG_UN(WRITABLE: the disk is full, |READABLE: no room is left )[^\n]*\n$/;

/** The files there, but for the lock that a store has while it is looked at. */
function contents(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => `${parentPath.slice(dirname(place).length)}/${name}`)
    .sort();
}
