// npm run bench [-- [--short] [--only SECTION]]: every section in a process of its own, one after the other; the
// tables on standard output, and of a full run in results/DATE.md.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { Row } from "./measure.ts";
import { table } from "./report.ts";
import { scripts, sections } from "./sections.ts";

const flags = process.argv.slice(2);
const isShort = flags.includes("--short");
const only = flags.includes("--only") ? flags[flags.indexOf("--only") + 1] : undefined;
const isAsked = ({ name }: { readonly name: string }): boolean => only === undefined || name === only;
if (![...sections, ...scripts].some(isAsked)) {
  const names = [...sections, ...scripts].map(({ name }) => name).join(", ");
  throw new Error(`there is no section ${only}; one of ${names}`);
}

const reading =
  "Times are medians, of an event unless another is named. Sides take turns in one process, so that both meet the same machine; " +
  "read the ratios, the times are this machine's. Every section runs in a process of its own.";
const shortly = "Short: sizes at which results are checked, and times mean nothing.";
const folder = new URL("./", import.meta.url);
const parts: string[] = [];
add(`# Benchmarks of ${today()}\n\n${machine()}\n\n${isShort ? shortly : reading}`);
for (const title of new Set(sections.filter(isAsked).map((section) => section.title))) {
  const rows = sections.filter((section) => section.title === title && isAsked(section)).flatMap(rowsOf);
  add(`## ${title}\n\n${table(rows)}`);
}
for (const script of scripts.filter(isAsked)) {
  const printed = child(`${script.name}.bench.ts`, [script.sizes[isShort ? 1 : 0]]).trim();
  add(`## ${script.title}\n\n${printed.replace(/^/gm, "- ")}`);
}
if (!isShort && only === undefined) {
  mkdirSync(new URL("results/", folder), { recursive: true });
  writeFileSync(new URL(`results/${today()}.md`, folder), `${parts.join("\n\n")}\n`);
}

function add(part: string): void {
  parts.push(part);
  process.stdout.write(`${part}\n\n`);
}

function rowsOf({ name }: { readonly name: string }): Row[] {
  const rows = JSON.parse(child("section.ts", [name, ...(isShort ? ["--short"] : [])])) as Row[];
  return isShort ? rows.map(({ must: _, wish: __, ...row }) => row) : rows;
}

/** The print of a script in a process of its own; it fails where the script does. */
function child(script: string, args: readonly string[]): string {
  const path = fileURLToPath(new URL(script, folder));
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const published = new URL("published.mjs", folder).href;
  return execFileSync(process.execPath, ["--import", "tsx", "--import", published, path, ...args], {
    encoding: "utf8",
    stdio: [...stdio],
  });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The machine that the figures are of. */
function machine(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  const isChanged =
    git("status", "--porcelain", "--", fileURLToPath(new URL("../../packages", folder))) !== "";
  const commit = `${git("rev-parse", "--short", "HEAD")}${isChanged ? " with changes" : ""}`;
  const [cpu] = cpus();
  const cores = `${cpus().length} × ${cpu?.model.trim() ?? "unknown"}`;
  const load = loadavg().map((average) => average.toFixed(1));
  return `${cores}, ${process.platform}, Node ${process.versions.node}, commit ${commit}, load at the start ${load.join(" ")}.`;
}
