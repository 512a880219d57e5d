import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openTape, stateAt } from "@tapefold/replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTarballs, type Tarballs } from "./make-tarballs.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const golden = join(root, "test/sessions/golden.jsonl");
const place = mkdtempSync(join(tmpdir(), "tapefold-packages-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const names = ["@tapefold/core", "@tapefold/projections", "@tapefold/replay", "tapefold"];
let tarballs: Tarballs = {};
beforeAll(() => {
  tarballs = makeTarballs(join(place, "tarballs"));
});

const options = (cwd: string): ExecFileSyncOptionsWithStringEncoding => ({
  cwd,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "pipe"],
});

/** An empty project with some packages installed, of ours from their tarballs. */
function project(name: string, ...packages: readonly string[]): string {
  const folder = join(place, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  const wanted = packages.map((one) => tarballs[one] ?? one);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...wanted], options(folder));
  return folder;
}

describe.each(names)("%s", (name) => {
  test("holds what is run, its sources and its documents, and nothing else", () => {
    const listed = execFileSync("tar", ["tzf", tarballs[name] ?? ""], options(place))
      .trim()
      .split("\n");
    const files = listed.map((file) => file.replace("package/", ""));
    expect(files).toEqual(expect.arrayContaining(["package.json", "README.md", "LICENSE"]));
    const roots = new Set(files.map((file) => file.split("/")[0]));
    const known = ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "dist", "src", "bin.js"];
    expect([...roots].filter((file) => !known.includes(file ?? ""))).toEqual([]);
    expect(files.filter((file) => /tsbuildinfo|\.test\.|node_modules/.test(file))).toEqual([]);
  });

  test("is published as it should be", () => {
    const said = execFileSync(
      join(root, "test/node_modules/.bin/publint"),
      ["run", tarballs[name] ?? "", "--strict"],
      options(place),
    );
    expect(said).toMatch(/All good/);
  });
});

test.each(names.slice(0, 3))("%s resolves with its types", (name) => {
  execFileSync(
    join(root, "test/node_modules/.bin/attw"),
    [tarballs[name] ?? "", "--profile", "esm-only", "--no-emoji", "--exclude-entrypoints", "./command"],
    options(place),
  );
});

test("core brings what it folds with, and nothing more", () => {
  const folder = project("core-alone", "@tapefold/core");
  const modules = readdirSync(join(folder, "node_modules")).filter((one) => !one.startsWith("."));
  expect(modules.sort()).toEqual(["@noble", "@tapefold", "immer", "rxjs", "tslib", "zod"]);
});

describe("in an empty project", () => {
  let folder = "";
  beforeAll(() => {
    folder = project("stranger", ...names, "fast-check@4.10.2", "@types/node@20", "typescript@5.4");
    cpSync(golden, join(folder, "golden.jsonl"));
  });

  const program = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return execFileSync(process.execPath, [name], options(folder));
  };

  test("the command replays a tape to its digest", async () => {
    const said = execFileSync("npx", ["tapefold", "replay", "golden.jsonl", "--json"], options(folder));
    const { state } = await stateAt(openTape(golden));
    expect(JSON.parse(said)).toMatchObject({ digest: state.digest });
  });

  test("a program folds it, and a rule of its own has laws", () => {
    const said = program(
      "program.js",
      `import { defineProjection } from "@tapefold/core";
       import { laws } from "@tapefold/core/testing";
       import { marketState } from "@tapefold/projections";
       import { marketOracle } from "@tapefold/projections/testing";
       import { openTape, stateAt } from "@tapefold/replay";
       const { state } = await stateAt(openTape("golden.jsonl"));
       const ticks = defineProjection({
         name: "ticks", version: 1, key: ({ instrument }) => instrument, initial: { count: 0 },
         on: { PriceTicked: (document) => { document.count += 1; } },
       });
       for (const { check } of laws(ticks)) check();
       console.log(marketState(state).instruments.N225.close, typeof marketOracle);`,
    );
    expect(said).toBe("57650.54 function\n");
  });

  test.each(["5.4", "5.9", "6", "7"])(
    "its types hold under TypeScript %s, those of its libraries too",
    (version) => {
      writeFileSync(
        join(folder, "types.ts"),
        ["core", "core/testing", "projections", "projections/testing", "replay"]
          .map((door, at) => `export * as door${at} from "@tapefold/${door}";`)
          .join("\n"),
      );
      if (version !== "5.4")
        execFileSync("npm", ["install", "--no-save", "--no-audit", `typescript@${version}`], options(folder));
      const strict = [
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--types",
        "node",
      ];
      execFileSync("npx", ["tsc", ...strict, "--skipLibCheck", "false", "types.ts"], options(folder));
    },
  );
});
