/** The rules that keep clock, chance, locale and files out of the engine and its rules bite: each is broken on purpose. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tapefold-purity-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines that must not stand in a package, and what of the linter's message says so. */
const everywhere: readonly (readonly [string, string])[] = [
  ["export const a = Date.now();", "Time comes from the tape"],
  ["export const a = new Date(0);", "Time comes from the tape"],
  ["export const a = globalThis.Date.now();", "Time comes from the tape"],
  ["export const a = performance.now();", "Time comes from the tape"],
  ["export const a = Math.random();", "Chance comes from a seed"],
  ['export const a = Math["random"]();', "Chance comes from a seed"],
  ["export const { random } = Math;", "Chance comes from a seed"],
  ["export const a = crypto.randomUUID();", "Ids are minted at the edge"],
  ["export const a = new Intl.Collator();", "locale"],
  ["export const a = globalThis.Intl;", "locale"],
  ['export const a = "a".localeCompare("b");', "Order by code unit"],
  ["export const a = (1).toLocaleString();", "locale"],
  ['export const a = "a".toLocaleUpperCase();', "locale"],
  ['export { readFileSync } from "node:fs";', "belong to the edge"],
  ['export { nanoid } from "nanoid";', "belong to the edge"],
  ['export { map } from "rxjs";', "RxJS"],
  ['export { z } from "zod";', "zod"],
];
const planted = ["core", "projections"].flatMap((name) =>
  everywhere.map(([line, says], at) => ({ file: `packages/${name}/src/planted-${at}.ts`, line, says })),
);

interface Diagnostic {
  readonly message: string;
  readonly help?: string | null;
  readonly filename: string;
}

function complaints(): Map<string, string> {
  copyFileSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  for (const { file, line } of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${line}\n`);
  }
  const program = join(root, "node_modules/.bin/oxlint");
  const { stdout } = spawnSync(program, ["--format=json"], { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const found = new Map<string, string>();
  for (const { filename, message, help } of diagnostics)
    found.set(filename, `${found.get(filename) ?? ""} ${message} ${help ?? ""}`);
  return found;
}

test("oxlint refuses a clock, chance, a locale, a file or a library of the edge in core and projections", () => {
  const found = complaints();
  const passed = planted.filter(({ file, says }) => found.get(file)?.includes(says) !== true);
  expect(passed.map(({ file, line }) => `${file}: ${line} (${found.get(file) ?? "no complaint"})`)).toEqual(
    [],
  );
});

test.each(["core", "projections"])("the compiler knows no console, timer, process or file in %s", (name) => {
  const lines = [
    "console.log(1);",
    "setTimeout(() => 0);",
    "process.exit(1);",
    "Buffer.alloc(1);",
    "fetch('');",
  ];
  const place = join(folder, `compiled-${name}`);
  mkdirSync(join(place, "src"), { recursive: true });
  writeFileSync(join(place, "src/planted.ts"), `${lines.join("\n")}\nexport {};\n`);
  const compilerOptions = { rootDir: "src", composite: false, noEmit: true };
  const extended = join(root, "packages", name, "tsconfig.json");
  const config = { extends: extended, compilerOptions, include: ["src"], references: [] };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", place], { encoding: "utf8" });
  const refused = [...stdout.matchAll(/planted\.ts[(:](\d+).*Cannot find name/g)].map(([, line]) =>
    Number(line),
  );
  expect(refused, stdout).toEqual(lines.map((_, at) => at + 1));
});
