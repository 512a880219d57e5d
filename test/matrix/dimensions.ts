/** The dimensions of the matrix that a process of Node can take, and the process that takes a choice of them. */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTarballs } from "../pack/make-tarballs.ts";
import { coveringPairs, type Pair } from "./pairs.ts";
import type { MatrixTape } from "./tapes.ts";

/** A value for each dimension. */
export type Choice = Readonly<Record<string, string>>;

const zones = ["UTC", "Asia/Tokyo", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"];
const languages = ["C", "tr_TR.UTF-8", "ja_JP.UTF-8"];

export const dimensions = {
  node: ["20.19.0", "22.23.3", "24.21.0", "26.10.0"],
  TZ: zones,
  LANG: languages,
  from: ["lines", "gzip", "store", "pipe", "memory", "jetstream"],
  // prettier-ignore
  way: [
    "fold", "state at", "verify", "live", "at max speed", "at a speed", "by pure steps", "one worker", "three workers",
  ],
  batch: ["1", "7", "1000"],
  snapshots: ["without", "with"],
  code: ["made", "forbidden"],
};

/** A page reads its file itself, in batches of its own. */
export const pageDimensions = { TZ: zones, LANG: languages, from: ["lines", "gzip"] };

/** Snapshots stand beside lines and in stores; a pipe is read once; a worker opens its tape by itself. */
function isPossible(...[one, a, other, b]: Pair): boolean {
  const is = (from: readonly string[], name: string, values: readonly string[]): boolean => {
    const [source, value] =
      one === "from" && other === name ? [a, b] : other === "from" && one === name ? [b, a] : [];
    return source !== undefined && from.includes(source) && values.includes(value ?? "");
  };
  const isAgain = is(["pipe"], "way", ["state at", "verify"]);
  const isElsewhere = is(["pipe", "memory"], "way", ["one worker", "three workers"]);
  return !isAgain && !isElsewhere && !is(["gzip", "pipe", "memory", "jetstream"], "snapshots", ["with"]);
}

export function rowsOf(hasServer: boolean): Choice[] {
  const from = dimensions.from.filter((value) => hasServer || value !== "jetstream");
  return coveringPairs({ ...dimensions, from }, isPossible);
}

/** The optional peers by which a tape on a server is read. */
function natsClients(): string[] {
  const manifest = readFileSync(new URL("../../packages/replay/package.json", import.meta.url), "utf8");
  const { peerDependencies } = JSON.parse(manifest) as { peerDependencies: Record<string, string> };
  const clients = Object.entries(peerDependencies).filter(([name]) => name.startsWith("@nats-io/"));
  return clients.map(([name, range]) => `${name}@${range}`);
}

export class NodeProcesses {
  readonly #place: string;
  readonly #programs = new Map<string, string>();

  /** Installs the packages, as they would be published, in a folder. */
  constructor(place: string) {
    this.#place = place;
    const tarballs = Object.values(makeTarballs(join(place, "tarballs")));
    writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const install = ["install", "--silent", "--no-audit", "--no-fund", ...tarballs, ...natsClients()];
    execFileSync("npm", install, { cwd: place });
    const script = fileURLToPath(new URL("digest-by.mjs", import.meta.url));
    copyFileSync(script, join(place, "digest-by.mjs"));
  }

  /** The digest that a tape comes to by a choice; a text that says why, where it comes to none. */
  async digest(row: Choice, tape: MatrixTape): Promise<string> {
    const { node = "", TZ, LANG, from = "", way = "", batch = "", snapshots, code } = row;
    const input = from === "pipe" ? openSync(tape.lines, "r") : "ignore";
    const form = from === "memory" ? "lines" : from;
    const path = from === "pipe" ? "-" : await tape.in(form, snapshots === "with");
    const script = ["digest-by.mjs", way, batch, path, from, code ?? ""];
    const { stdout, stderr, status } = spawnSync(this.#program(node), script, {
      cwd: this.#place,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], TZ, LANG, LC_ALL: LANG },
      stdio: [input, "pipe", "pipe"],
    });
    if (typeof input === "number") closeSync(input);
    if (status === 0) return stdout;
    return `failed: ${stderr.split("\n").find((line) => line.includes("Error")) ?? stderr}`;
  }

  /** The path of a version of Node, fetched where it isn't at hand. */
  #program(version: string): string {
    const known = this.#programs.get(version);
    if (known !== undefined) return known;
    const print = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
    const path = execFileSync("npm", print, { cwd: this.#place, encoding: "utf8" }).trim();
    this.#programs.set(version, path);
    return path;
  }
}
