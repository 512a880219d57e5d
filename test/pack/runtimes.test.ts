/** The packages in other runtimes, and what each door weighs. Those that only the registry has are fetched from there. */
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { openTape, stateAt } from "@tapefold/replay";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { names, project, quietly } from "./empty-project.ts";

const golden = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));
const nodes = ["20.19.0", "22.23.3", "24.21.0", "26.10.0"];

let folder = "";
beforeAll(() => {
  folder = project(...names, "fast-check@4.10.2", "deno@2.9.6", "bun@1.4.5");
  copyFileSync(golden, join(folder, "golden.jsonl"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Folds without any file of replay: what a page in a browser does too. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { LiveFold, parseEvent, record } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
const lines = readFileSync("golden.jsonl", "utf8").trimEnd().split("\\n");
const live = new LiveFold(marketRules);
live.add(record(lines.map((line) => parseEvent(JSON.parse(line)))));
console.log(live.fold.state.digest);
`;

describe("the golden session has one digest", () => {
  let digest = "";
  beforeAll(async () => {
    ({ digest } = (await stateAt(openTape(golden))).state);
    writeFileSync(join(folder, "program.js"), PROGRAM);
  });

  test.each(nodes)("in Node %s, by the command too", (version) => {
    const argv = ["exec", "--yes", `--package=node@${version}`, "--", "node"];
    expect(execFileSync("npm", [...argv, "program.js"], quietly(folder)).trim()).toBe(digest);
    const command = [...argv, "node_modules/tapefold/bin.js", "replay", "golden.jsonl", "--json"];
    expect(JSON.parse(execFileSync("npm", command, quietly(folder)))).toMatchObject({ digest });
  });

  test.each([
    ["deno", ["run", "--allow-all", "--no-prompt"]],
    ["bun", []],
  ])("in %s, by the command too", (program, argv) => {
    const path = join(folder, "node_modules/.bin", program);
    expect(execFileSync(path, [...argv, "program.js"], quietly(folder)).trim()).toBe(digest);
    const command = [...argv, "node_modules/tapefold/bin.js", "replay", "golden.jsonl", "--json"];
    expect(JSON.parse(execFileSync(path, command, quietly(folder)))).toMatchObject({ digest });
  });
});

const files: Readonly<Record<string, string>> = {
  "@tapefold/replay": "./node_modules/@tapefold/replay/dist/index.js",
  "@tapefold/replay/player": "./node_modules/@tapefold/replay/dist/player/index.js",
};

/** Kilobytes of each door with all it imports, minified and packed; those of Node without their libraries. */
describe("a door weighs no more than", () => {
  test.each([
    ["@tapefold/core", "browser", 140],
    ["@tapefold/core/testing", "browser", 213],
    ["@tapefold/projections", "browser", 60],
    ["@tapefold/projections/testing", "browser", 168],
    ["@tapefold/replay/player", "node", 32],
    ["@tapefold/replay", "node", 170],
  ] as const)("%s (%s): %i kB", async (door, platform, most) => {
    const { outputFiles } = await build({
      // Our own code is bundled, by its path; libraries of Node are not.
      stdin: { contents: `export * from ${JSON.stringify(files[door] ?? door)};`, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform,
      logLevel: "silent",
      ...(platform === "node" ? { packages: "external" } : {}),
    });
    const kilobytes = gzipSync(outputFiles[0]!.contents).length / 1000;
    expect(kilobytes).toBeLessThan(most);
    // A budget that is far too large would hold nothing.
    expect(kilobytes).toBeGreaterThan(most * 0.8);
  });
});
