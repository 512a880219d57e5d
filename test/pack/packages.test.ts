import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openTape, stateAt } from "@tapefold/replay";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { names, project, quietly } from "./empty-project.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const golden = join(root, "test/sessions/golden.jsonl");
const tarballs = inject("tarballs");
const folders: string[] = [];
const made = (...packages: readonly string[]): string => {
  const folder = project(...packages);
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe.each(names)("%s", (name) => {
  test("holds what is run, its sources and its documents, and nothing else", () => {
    const listed = execFileSync("tar", ["tzf", tarballs[name] ?? ""], quietly(root))
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
      quietly(root),
    );
    expect(said).toMatch(/All good/);
  });
});

test.each(names.slice(0, 3))("%s resolves with its types", (name) => {
  execFileSync(
    join(root, "test/node_modules/.bin/attw"),
    [tarballs[name] ?? "", "--profile", "esm-only", "--no-emoji", "--exclude-entrypoints", "./command"],
    quietly(root),
  );
});

test("core brings what it folds with, and nothing more", () => {
  const folder = made("@tapefold/core");
  const modules = readdirSync(join(folder, "node_modules")).filter((one) => !one.startsWith("."));
  expect(modules.sort()).toEqual(["@noble", "@tapefold", "immer", "rxjs", "tslib", "zod"]);
});

test("before a checkout is set up, npx tapefold asks no registry", () => {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-bare-"));
  folders.push(folder);
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  // Nothing answers there: whoever asked would fail otherwise.
  const env = { ...process.env, npm_config_registry: "http://127.0.0.1:1", npm_config_fetch_retries: "0" };
  const { status, stderr } = spawnSync("npx", ["tapefold", "help"], { cwd: folder, env, encoding: "utf8" });
  expect([status, stderr]).toEqual([1, expect.stringContaining("could not determine executable to run")]);
});

describe("in an empty project", () => {
  let folder = "";
  beforeAll(() => {
    folder = made(...names, "fast-check@4.10.2", "@types/node@20", "typescript@5.4");
    cpSync(golden, join(folder, "golden.jsonl"));
  });

  const program = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return execFileSync(process.execPath, [name], quietly(folder));
  };

  test("the command replays a tape to its digest", async () => {
    const said = execFileSync("npx", ["tapefold", "replay", "golden.jsonl", "--json"], quietly(folder));
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
        execFileSync("npm", ["install", "--no-save", "--no-audit", `typescript@${version}`], quietly(folder));
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
      execFileSync("npx", ["tsc", ...strict, "--skipLibCheck", "false", "types.ts"], quietly(folder));
    },
  );
});
