/**
 * npm run matrix: one digest wherever a tape is folded. The packages as published, under versions of Node, time zones
 * and languages, from files, stores and pipes, by every way of folding: every pair of values of two of these is tried,
 * for golden, actual and 100 generated tapes. Versions of Node come from the registry. Ends with 1 where one differs.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generateTape, openLog, openTape, stateAt, writeTape } from "@tapefold/replay";
import { makeTarballs } from "../pack/make-tarballs.ts";
import { coveringPairs } from "./pairs.ts";

const GENERATED = Number(process.argv[2] ?? 100);
const dimensions = {
  node: ["20.19.0", "22.23.3", "24.21.0", "26.10.0"],
  TZ: ["UTC", "Asia/Tokyo", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"],
  LANG: ["C", "tr_TR.UTF-8", "ja_JP.UTF-8"],
  from: ["lines", "gzip", "store", "pipe"],
  way: ["fold", "state at", "verify", "live"],
  batch: ["1", "7", "1000"],
} as const;

const place = mkdtempSync(join(tmpdir(), "tapefold-matrix-"));
try {
  install();
  const programs = new Map(dimensions.node.map((version) => [version, programOf(version)]));
  const rows = coveringPairs(dimensions);
  let wrong = 0;
  let runs = 0;
  for (const [index, tape] of (await tapes()).entries()) {
    const { digest } = (await stateAt(openTape(tape.lines))).state;
    // The two kept tapes go through all rows; the others share them out.
    for (const row of index < 2 ? rows : [rows[index % rows.length] as (typeof rows)[number]]) {
      // A verification reads its tape several times, which a pipe can't give.
      if (row.from === "pipe" && row.way !== "fold" && row.way !== "live") continue;
      const found = digestBy(programs.get(row.node as "20.19.0") ?? "", row, tape);
      runs += 1;
      if (found === digest) continue;
      wrong += 1;
      process.stdout.write(`${tape.name} ${JSON.stringify(row)}: ${found}, not ${digest}\n`);
    }
  }
  process.stdout.write(`${rows.length} rows, ${runs} runs, ${wrong} with another digest\n`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  rmSync(place, { recursive: true });
}

interface Tape {
  readonly name: string;
  readonly lines: string;
  readonly gzip: string;
  readonly store: string;
}

function install(): void {
  const tarballs = Object.values(makeTarballs(join(place, "tarballs")));
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, type: "module" }));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", ...tarballs], { cwd: place });
  writeFileSync(join(place, "digest-by.mjs"), readFileSync(new URL("digest-by.mjs", import.meta.url)));
}

/** The path of a version of Node, fetched where it isn't at hand. */
function programOf(version: string): string {
  const print = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
  return execFileSync("npm", print, { cwd: place, encoding: "utf8" }).trim();
}

async function tapes(): Promise<Tape[]> {
  const kept = ["golden", "actual"].map((name) =>
    fileURLToPath(new URL(`../sessions/${name}.jsonl`, import.meta.url)),
  );
  const made = Array.from({ length: GENERATED }, async (_, seed) => {
    const path = join(place, `generated-${seed}.jsonl`);
    await writeTape(path, generateTape({ seed, instruments: 3 + (seed % 9), ticks: 400 }));
    return path;
  });
  return Promise.all([...kept, ...(await Promise.all(made))].map(inEveryForm));
}

async function inEveryForm(lines: string, index: number): Promise<Tape> {
  const [gzip, store] = [join(place, `tape-${index}.jsonl.gz`), join(place, `tape-${index}.tape`)];
  writeFileSync(gzip, gzipSync(readFileSync(lines)));
  const log = await openLog(store);
  for await (const batch of openTape(lines).read()) await log.append(batch.map(({ event }) => event));
  await log.close();
  return { name: lines.split("/").at(-1) ?? "", lines, gzip, store };
}

function digestBy(program: string, row: Readonly<Record<string, string>>, tape: Tape): string {
  const { TZ = "", LANG = "", from = "", way = "", batch = "" } = row;
  const isPipe = from === "pipe";
  const input = isPipe ? openSync(tape.lines, "r") : "ignore";
  const path = isPipe ? "-" : tape[from as "lines"];
  const { stdout, stderr, status } = spawnSync(program, ["digest-by.mjs", way, batch, path], {
    cwd: place,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], TZ, LANG, LC_ALL: LANG },
    stdio: [input, "pipe", "pipe"],
  });
  if (typeof input === "number") closeSync(input);
  return status === 0
    ? stdout
    : `failed: ${stderr.split("\n").find((line) => line.includes("Error")) ?? stderr}`;
}
