/** Rules of one's own on the command line. */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();
const rules = fileURLToPath(new URL("../../examples/tick-count.ts", import.meta.url));
const core = new URL("../../../packages/core/src/index.ts", import.meta.url).href;
const ticksOf = (instrument: string): string[] =>
  goldenLines.filter(
    (line) => line.includes(`"PriceTicked"`) && line.includes(`"instrument":"${instrument}"`),
  );

/** A module that stands where no package is installed. */
function moduleOf(name: string, text: string): string {
  const path = folder.path(name);
  writeFileSync(path, `import { defineProjection } from ${JSON.stringify(core)};\n${text}`);
  return path;
}

const rule = (name: string, recipe: string, more = ""): string =>
  `defineProjection({ name: "${name}", version: 1, key: ({ instrument }) => instrument, initial: { n: 0 }, ${more} on: { PriceTicked: ${recipe} } })`;

test("replay shows their documents, and the market as it is without them", async () => {
  const alone = JSON.parse((await run(["replay", goldenPath, "--json"])).out) as Record<string, unknown>;
  const { rules: own, ...beside } = JSON.parse(
    (await run(["replay", goldenPath, "--json", "--rules", rules])).out,
  ) as Record<string, unknown> & { rules: Record<string, Record<string, unknown>> };
  expect(own["tick-count"]?.["9984"]).toMatchObject({ ticks: ticksOf("9984").length });
  expect(beside["valuesDigest"]).toBe(alone["valuesDigest"]);
  const { out } = await run(["replay", goldenPath, "--rules", rules]);
  expect(out).toMatch(/\ntick-count\n {2}\S+ {2}\{"lastAt":\d+,"ticks":\d+\}\n/);
});

test("series samples them, verify folds them, explain names what changed them", async () => {
  const field = "rules.tick-count.9984.ticks";
  const argv = ["series", goldenPath, "--field", field, "--every", "tick", "--rules", rules];
  const last = (await run(argv)).out.trimEnd().split("\n").at(-1)?.split(",")[2];
  expect(last).toBe(`${ticksOf("9984").length}`);
  expect((await run(["series", goldenPath, "--field", field, "--every", "tick"])).err).toMatch(
    /unknown field/,
  );
  expect(await run(["verify", goldenPath, "--rules", rules])).toMatchObject({ code: 0, err: "" });
  const explained = JSON.parse(
    (await run(["explain", goldenPath, field, "--rules", rules, "--json"])).out,
  ) as { value: number; events: { id: string }[] };
  expect(explained.value).toBe(ticksOf("9984").length);
  const ids = ticksOf("9984").map((line) => (JSON.parse(line) as { id: string }).id);
  expect(explained.events.map(({ id }) => id)).toEqual(ids.slice(-20));
});

test.each([
  [
    "throws.mjs",
    `throw new Error("boom");`,
    /USAGE: the rules module can't be loaded: boom \(.*throws\.mjs\)/,
  ],
  ["none.mjs", "export const x = 1;", /USAGE: the rules module exports no rule/],
  ["clash.mjs", `export const a = ${rule("quote", "() => {}")};`, /PROJECTION_INVALID: .*quote/],
  [
    "twice.mjs",
    `export const a = ${rule("mine", "() => {}")}; export default [${rule("mine", "() => {}")}];`,
    /PROJECTION_INVALID: .*mine/,
  ],
])("a module that does not fit is one line: %s", async (name, text, message) => {
  const path = moduleOf(name, text);
  for (const argv of [
    ["replay", goldenPath],
    ["verify", goldenPath],
    ["explain", goldenPath, "N225", "last"],
    ["series", goldenPath, "--field", "instruments.N225.last", "--every", "tick"],
  ]) {
    const { code, out, err } = await run([...argv, "--rules", path]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  }
});

test.each([
  ["missing.mjs", undefined, "there is no such file; check the path"],
  ["rules.csv", "a,b", "it is no .js or .ts file"],
  ["needs.mjs", 'import "nowhere-to-be-found";', "Cannot find package 'nowhere-to-be-found'"],
  [".", undefined, "it is a directory; give its file"],
])("a module that cannot be loaded says why, and names no place of ours: %s", async (name, text, why) => {
  const path = text === undefined ? folder.path(name) : moduleOf(name, text);
  const { err } = await run(["replay", goldenPath, "--rules", path]);
  expect(err).toBe(`tapefold: USAGE: the rules module can't be loaded: ${why} (${path})\n`);
});

test("a rule that throws on the tape is told; the market goes on", async () => {
  const path = moduleOf(
    "stops.mjs",
    `export const stops = ${rule("stops", "() => { throw new Error('no'); }")};`,
  );
  const { code, out, err } = await run(["replay", goldenPath, "--json", "--rules", path]);
  expect(code).toBe(2);
  expect(err).toMatch(/^tapefold: RECIPE_THREW: .*stops.*\n$/);
  const { instruments } = JSON.parse(out) as { instruments: Record<string, { last: string }> };
  expect(instruments["N225"]?.last).toBe("57650.54");
  expect(await run(["verify", goldenPath, "--rules", path])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/RECIPE_THREW/),
  });
  // Of what asks for values alone nothing is written.
  const rows = folder.path("rows.csv");
  for (const argv of [
    ["series", goldenPath, "--field", "instruments.N225.last", "--every", "session", "--out", rows],
    ["series", goldenPath, "--field", "rules.stops.9984.n", "--every", "tick"],
    ["explain", goldenPath, "rules.stops.9984.n"],
  ]) {
    const line =
      /^tapefold: RECIPE_THREW: stops: threw on PriceTicked: no \(position \d+\); mend the rule\n$/;
    expect(await run([...argv, "--rules", path])).toEqual({
      code: 2,
      out: "",
      err: expect.stringMatching(line) as string,
    });
  }
  expect(existsSync(rows)).toBe(false);
});

/** The program itself: modules are found by Node here, and by the tests' own loader above. */
function program(...argv: readonly string[]): { readonly out: string; readonly err: string } {
  const main = fileURLToPath(new URL("../../../packages/replay/src/cli/main.ts", import.meta.url));
  const ran = spawnSync(process.execPath, ["--import", "tsx", main, ...argv], { encoding: "utf8" });
  return { out: ran.stdout, err: ran.stderr };
}

test("modules find tapefold's packages where none is installed and no package.json stands", () => {
  const core = 'import { defineProjection } from "@tapefold/core";';
  folder.write("helper.js", `${core}\nexport const mine = ${rule("mine", "(mine) => { mine.n += 1; }")};`);
  const path = folder.write(
    "own.ts",
    `${core}\nexport const typed: typeof defineProjection = defineProjection;\nexport * from "./helper.js";`,
  );
  const argv = ["series", goldenPath, "--field", "rules.mine.9984.n", "--every", "session", "--rules", path];
  const { out, err } = program(...argv);
  expect([err, out.trimEnd().split(",").at(-1)]).toEqual(["", `${ticksOf("9984").length}`]);
});

test("a module that does not compile says where", () => {
  const path = folder.write("broken.ts", "export const a = 1;\nexport const b = ;\n");
  expect(program("replay", goldenPath, "--rules", path).err).toMatch(
    /^tapefold: USAGE: the rules module can't be loaded: .*line 2:17.*\n$/,
  );
});
