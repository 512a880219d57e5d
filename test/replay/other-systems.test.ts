/**
 * Windows and macOS, as far as they can be held from here: line ends, paths, files that are replaced. The public
 * workflow runs every test there.
 *
 * Places that differ by system, each with a comment beside it: `disk/sync-folder.ts` (a folder can't be synced on
 * Windows), `disk/new-file.ts` and `snapshots/write-snapshot-folder.ts` (no rename over what is open), `jsonl/spool.ts`
 * (a name stays until the file is closed), `disk/owner.ts` (only Linux tells when a process started),
 * `disk/watch-path.ts` (a system that reports no changes is asked), `cli/play.ts` (how a browser is opened).
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { pathOf } from "../document.ts";
import { run } from "./cli/run-command.ts";
import { goldenPath, tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();
const golden = readFileSync(goldenPath, "utf8");

test("a tape with the line ends of Windows is the same tape", async () => {
  const path = folder.write("crlf.jsonl", golden.replaceAll("\n", "\r\n"));
  const [own, other] = await Promise.all([
    run(["replay", goldenPath, "--json"]),
    run(["replay", path, "--json"]),
  ]);
  expect(other.code).toBe(0);
  expect(other.out).toBe(own.out);
});

test("a CSV with the line ends of Windows is the same CSV", async () => {
  const rows = ["date,open,high,low,close", "2026-02-09,10,12,9,11", "2026-02-10,11,13,10,12", ""];
  const options = ["--profile", "ohlc", "--instrument", "A", "--mic", "XTKS", "--out"];
  for (const [name, end] of [
    ["lf", "\n"],
    ["crlf", "\r\n"],
  ] as const) {
    const file = folder.write(`${name}.csv`, rows.join(end));
    const { code } = await run(["import", file, ...options, folder.path(`${name}.jsonl`)]);
    expect(code).toBe(0);
  }
  expect(readFileSync(folder.path("crlf.jsonl"))).toEqual(readFileSync(folder.path("lf.jsonl")));
});

test("a tape is written with line feeds alone, over one of its name, and leaves nothing beside it", async () => {
  mkdirSync(folder.path("over"));
  const path = folder.write("over/made.jsonl", "old\n");
  const options = ["--seed", "1", "--instruments", "2", "--ticks", "50"];
  expect((await run(["generate", ...options, "--out", path])).code).toBe(0);
  expect(readFileSync(path, "utf8")).not.toMatch(/\r|old/);
  expect(readdirSync(dirname(path))).toEqual(["made.jsonl"]);
});

test("no source puts a path together by hand", () => {
  const sources = readdirSync(pathOf("packages/replay/src"), { recursive: true, encoding: "utf8" });
  const byHand = sources
    // Addresses of the web and of NATS are no paths.
    .filter((name) => name.endsWith(".ts") && !/^(nats|report|player|show|record)[\\/]/.test(name))
    .filter((name) => /(folder|path|dir|place)\}\/|(folder|path|dir) \+ "\//.test(read(name)));
  expect(byHand).toEqual([]);
});

function read(name: string): string {
  return readFileSync(pathOf(`packages/replay/src/${name}`), "utf8");
}
