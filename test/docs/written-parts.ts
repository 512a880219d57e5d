/**
 * The parts of the documents that are written from the code. A document holds a part between two comments,
 * `<!-- written by test/docs/generate.ts: NAME -->` and `<!-- written -->`; `file PATH` is a part that shows a file.
 */
import { readdirSync, readFileSync } from "node:fs";
import { eventTypes, tapeSchema } from "@tapefold/core";
import { builtInCalendars } from "@tapefold/replay";
import { format } from "prettier";
import { type Block, blocksOf, printed, root, shownIn, withoutTimes, writeFiles } from "../document.ts";
import { eventExamples, exampleLine } from "./event-examples.ts";
import { fieldMeanings } from "./field-meanings.ts";
import { shippedPackages } from "./shipped-packages.ts";

/** The name of a part and its text, as it stands in a document. */
export type Parts = Readonly<Record<string, () => Promise<string> | string>>;

const parts: Parts = {
  events,
  fields,
  refusals,
  rows,
  errors,
  commands,
  profiles,
  calendars,
  benchmarks,
  shipped,
};

const PART = /<!-- written by test\/docs\/generate\.ts: (.+?) -->\n[\s\S]*?<!-- written -->/g;

/** The names of the parts that a document holds. */
export function partsIn(markdown: string): string[] {
  return [...markdown.matchAll(PART)].map(([, name = ""]) => name);
}

/**
 * The document with its parts as the code has them now, and under each `npx tapefold` of a `console` block its output. The
 * word `exit=1` behind the language says that a command ends with that code.
 */
export async function written(markdown: string, folder: string): Promise<string> {
  writeFiles(markdown, folder);
  let text = await withParts(markdown);
  for (const block of blocksOf(text).filter(isRunHere)) {
    const lines: string[] = [];
    for (const { command, output } of shownIn(block)) {
      const now = await printed(command, folder);
      if (now.code !== Number(/exit=(\d)/.exec(block.meta)?.[1] ?? 0))
        throw new Error(`${command} ended with ${now.code}: ${now.output}`);
      const isSame = withoutTimes(now.output) === withoutTimes(output);
      lines.push(`$ ${command}`, isSame ? output : now.output.replaceAll(/[ \t]+$/gm, ""));
    }
    text = text.replace(block.text, () => lines.join("\n"));
  }
  return text;
}

/** True for a block whose commands all begin with `npx tapefold`; pages of other commands run as a whole elsewhere. */
function isRunHere(block: Block): boolean {
  return (
    block.language === "console" && shownIn(block).every(({ command }) => command.startsWith("npx tapefold "))
  );
}

async function withParts(markdown: string): Promise<string> {
  const texts = new Map<string, string>();
  for (const name of partsIn(markdown)) texts.set(name, await partOf(name));
  const filled = markdown.replaceAll(
    PART,
    (_, name: string) =>
      `<!-- written by test/docs/generate.ts: ${name} -->\n\n${texts.get(name)?.trim()}\n\n<!-- written -->`,
  );
  return format(filled, { parser: "markdown", printWidth: 110, embeddedLanguageFormatting: "off" });
}

/** The schema of the tape as the file `docs/tape.schema.json` holds it. */
export function schemaFile(): Promise<string> {
  return format(JSON.stringify(tapeSchema()), { parser: "json", printWidth: 110 });
}

async function partOf(name: string): Promise<string> {
  const [, path] = /^file (.+)$/.exec(name) ?? [];
  if (path !== undefined) return `\`\`\`ts\n${readFileSync(new URL(path, root), "utf8").trimEnd()}\n\`\`\``;
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) throw new Error(`no part ${name}`);
  return part();
}

interface Shape {
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Shape;
}

/** A section for each type of event: what it is, its fields by the schema, an example line. */
function events(): string {
  const variants = variantsOf(tapeSchema() as Shape);
  return eventTypes
    .map((type) => {
      const own = variants.filter(({ properties }) => properties?.["type"]?.const === type);
      return `### ${type}\n\n${eventExamples[type].is}\n\n${own.map(fieldsLine).join("\n\n")}\n\n\`\`\`jsonl\n${exampleLine(type)}\n\`\`\``;
    })
    .join("\n\n");
}

function variantsOf(shape: Shape): Shape[] {
  const inner = shape.anyOf ?? shape.oneOf;
  return inner === undefined ? [shape] : inner.flatMap(variantsOf);
}

function fieldsLine({ properties = {}, required = [] }: Shape): string {
  const common = ["id", "at", "source", "seq", "v", "type"];
  const own = Object.entries(properties).filter(([name]) => !common.includes(name));
  const words = own.map(
    ([name, shape]) => `\`${name}\`${required.includes(name) ? "" : "?"} ${wordsOf(shape)}`,
  );
  return `Fields: ${words.join(", ")}.`;
}

function wordsOf(shape: Shape): string {
  if (shape.const !== undefined) return `(\`${JSON.stringify(shape.const).replaceAll('"', "")}\`)`;
  if (shape.enum !== undefined) return `(${shape.enum.map((one) => `\`${String(one)}\``).join(", ")})`;
  if (shape.format === "date") return "(date)";
  if (shape.anyOf !== undefined) return shape.anyOf.length === 2 ? "(decimal)" : "(decimal, range or null)";
  if (shape.type === "array") return rowWords(shape.items ?? {});
  if (shape.type === "object") return "(object)";
  return shape.type === "integer" ? "(whole number)" : shape.type === "boolean" ? "(flag)" : "(text)";
}

function rowWords({ properties, required = [], ...shape }: Shape): string {
  if (properties === undefined) return `(list of ${wordsOf(shape).slice(1, -1)})`;
  const names = Object.keys(properties).map((name) => `\`${name}\`${required.includes(name) ? "" : "?"}`);
  return `(list of { ${names.join(", ")} })`;
}

/** Every field of the state, as nested lists. */
function fields(): string {
  const lines = (meanings: object, depth: number): string[] =>
    Object.entries(meanings).flatMap(([name, meaning]) => {
      const [text, inner] = typeof meaning === "string" ? [meaning] : (meaning as [string, object]);
      const line = `${"  ".repeat(depth)}- \`${name}\`: ${text}`;
      return inner === undefined ? [line] : [line, ...lines(inner, depth + 1)];
    });
  return Object.entries(fieldMeanings)
    .map(([name, meaning]) => {
      const [text, inner] =
        typeof meaning === "string" ? [meaning] : (meaning as unknown as [string, object]);
      const list = typeof inner === "object" ? `\n\n${lines(inner, 0).join("\n")}` : "";
      return `## ${name}\n\n${text[0]?.toUpperCase()}${text.slice(1)}.${list}`;
    })
    .join("\n\n");
}

interface Code {
  readonly code: string;
  readonly means: string;
  readonly remedy: string;
}

/** The codes of one group of `tapefold help codes`. */
async function codesOf(group: string): Promise<Code[]> {
  const { output } = await printed("npx tapefold help codes");
  const [, texts = ""] = output.split(new RegExp(`^${group}$`, "m"));
  const [own = ""] = texts.split(/^Codes of .*$/m);
  return [...own.matchAll(/^(\S+?)(?: \(a row of import\))?: (.+)\n?(.*)$/gm)].map(
    ([, code = "", means = "", remedy = ""]) => ({ code, means, remedy }),
  );
}

async function sections(group: string, of = ""): Promise<string> {
  const codes = await codesOf(group);
  return codes
    .map(({ code, means, remedy }) => {
      const cause = `Cause: ${means}.`;
      return `### \`${code}\`${of}\n\n${remedy === "" ? cause : `${cause}\n\nRemedy: ${remedy}.`}`;
    })
    .join("\n\n");
}

function refusals(): Promise<string> {
  return sections("Codes of refused events");
}

function rows(): Promise<string> {
  return sections("Codes of rows that import leaves out", " of a row");
}

function errors(): Promise<string> {
  return sections("Codes of errors");
}

/** The help of the program and of every command. */
async function commands(): Promise<string> {
  const { output } = await printed("npx tapefold --help");
  const [, listed = ""] = /\nCommands:\n([\s\S]*?)\n\n/.exec(output) ?? [];
  const names = [...listed.matchAll(/^ {2}(\S+)/gm)].map(([, name = ""]) => name);
  const helps: string[] = [];
  for (const name of names) {
    const help = await printed(`npx tapefold ${name} --help`);
    helps.push(`## ${name}\n\n\`\`\`text\n${help.output}\n\`\`\``);
  }
  return `\`\`\`text\n${output}\n\`\`\`\n\n${helps.join("\n\n")}`;
}

async function profiles(): Promise<string> {
  const { output } = await printed("npx tapefold import --profiles");
  return `\`\`\`text\n${output}\n\`\`\``;
}

function shipped(): string {
  const rows = shippedPackages().map(
    ({ name, version, license, by }) => `| ${name} | ${version} | ${license} | ${by.join(", ")} |`,
  );
  return ["| library | version | licence | comes with |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The built-in calendars, with the last day that the exchange has published. */
function calendars(): string {
  const lines = [...builtInCalendars].map(([mic, { name, zone, from, to, publishedTo = to }]) =>
    ["", mic, name, zone, `${from} to ${publishedTo}`, publishedTo < to ? `to ${to}` : "", ""]
      .join(" | ")
      .trim(),
  );
  return ["| market | exchange | zone | published | by rule |", "| - | - | - | - | - |", ...lines].join("\n");
}

/** The tables of the latest run of the benchmarks. */
function benchmarks(): string {
  const results = new URL("test/bench/results/", root);
  const latest = readdirSync(results)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.md$/.test(name))
    .sort()
    .at(-1);
  const text = readFileSync(new URL(latest ?? "", results), "utf8");
  return text.replaceAll(/^(#+) /gm, "#$1 ");
}
