/** The documents are as the code has them, their code runs, and their links hold. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldTape, openTape } from "@tapefold/replay";
import { eventTypes } from "@tapefold/core";
import { marketRules, marketState, parseClaims, refusalMeanings } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { anchorsOf, blocksOf, linksOf, pathOf, shownIn } from "../document.ts";
import { run } from "../replay/cli/run-command.ts";
import { tapeFolder } from "../replay/tape-folder.ts";
import { exampleTape } from "./event-examples.ts";
import { partsIn, schemaFile, written } from "./written-parts.ts";

const pages = readdirSync(pathOf("docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);
const documents = [
  ...pages,
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CODE_OF_CONDUCT.md",
  "test/sessions/README.md",
];
const read = (file: string): string => readFileSync(pathOf(file), "utf8");
const folder = tapeFolder();

describe.each(pages)("%s", (page) => {
  const text = read(page);

  test("is as npm run docs:write writes it", async () => {
    expect(await written(text, folder.path("."))).toBe(text);
  });

  test("shows code of files that run, or says that it is a fragment", () => {
    const files = partsIn(text).filter((name) => name.startsWith("file "));
    const whole = files.map((name) => read(name.slice(5)).trimEnd());
    const loose = blocksOf(text)
      .filter(({ language }) => language === "ts")
      .filter(({ text: code }) => !whole.includes(code) && !code.startsWith("// A fragment"));
    expect(loose).toEqual([]);
  });
});

test("commands that run neither here nor with their whole page are not shown", () => {
  const elsewhere = ["docs/a-week.md", "docs/series.md", "docs/tarballs.md"];
  const loose = pages
    .filter((page) => !elsewhere.includes(page))
    .flatMap((page) => blocksOf(read(page)))
    .filter(({ language }) => language === "console")
    .flatMap(shownIn)
    .filter(({ command }) => !command.startsWith("npx tapefold "));
  expect(loose).toEqual([]);
});

test.each(documents)("every relative link and anchor of %s holds", (file) => {
  const broken = linksOf(read(file)).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? file : join(dirname(file), path);
    if (!existsSync(pathOf(target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
  });
  expect(broken).toEqual([]);
});

test("a broken link and a stale part are found", async () => {
  expect(linksOf("[a](b.md#c) `[d](e)` [f](https://g)")).toEqual(["b.md#c"]);
  expect(anchorsOf("## `LOG_TORN` of a row\n```\n# no\n```")).toEqual(new Set(["log_torn-of-a-row"]));
  const stale = "<!-- written by test/docs/generate.ts: refusals -->\n\nold\n\n<!-- written -->\n";
  expect(await written(stale, folder.path("."))).toContain("### `busted`");
});

test("the schema of the tape is current", async () => {
  expect(read("docs/tape.schema.json")).toBe(await schemaFile());
});

test("the examples of the tape fold, every type among them; only the withdrawn split is refused", async () => {
  const lines = exampleTape();
  const { state } = await foldTape(openTape(folder.write("examples.jsonl", `${lines.join("\n")}\n`)));
  expect(marketState(state).tape.rejected).toEqual({ withdrawn: 1 });
  const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
  expect(new Set(types)).toEqual(new Set(eventTypes));
});

test("every code has a section", async () => {
  const anchors = anchorsOf(read("docs/codes.md"));
  const { out } = await run(["help", "codes"]);
  const codes = [...out.matchAll(/^(\S+?)( \(a row of import\))?: /gm)];
  expect(codes.length).toBeGreaterThan(60);
  for (const [, code = "", row] of codes)
    expect(anchors).toContain(`${code.toLowerCase()}${row === undefined ? "" : "-of-a-row"}`);
  for (const code of Object.keys(refusalMeanings)) expect(anchors).toContain(code);
});

test("every rule has a section with its version", () => {
  const text = read("docs/rules.md");
  const sections = [...text.matchAll(/^### (.+)\n\nVersion (\d+)\./gm)].map(
    ([, name, version]) => `${name} ${version}`,
  );
  const rules = [...marketRules].map(({ definition }) => `${definition.name} ${definition.version}`);
  expect(sections.toSorted()).toEqual(rules.toSorted());
});

test("every relation of claims is named", () => {
  const claim = { id: "1", says: "", field: "digest", relation: "none", value: "1" };
  const [fault] = parseClaims({ claims: [claim] })?.faults ?? [];
  const relations = fault?.message.replace(/.*take one of /, "").split(", ") ?? [];
  expect(relations.length).toBeGreaterThan(10);
  for (const relation of relations) expect(read("docs/claims.md")).toContain(`\`${relation}\``);
});
