/**
 * Runs a page of the documents in an empty folder: a block with a name is a file, a `console` block has commands and what
 * they print. `tapefold` runs in this process, everything else in a shell.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../replay/cli/run-command.ts";

/** A command of a page: the output that the page gives, and the real one. */
export interface Shown {
  readonly command: string;
  readonly said: string;
  readonly printed: string;
}

const root = new URL("../../", import.meta.url);
const { resolve } = createRequire(new URL("packages/replay/package.json", root));

export async function runPage(name: string): Promise<Shown[]> {
  const page = readFileSync(new URL(`docs/${name}`, root), "utf8");
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), "tapefold-page-"))];
  process.chdir(folder);
  try {
    const shown: Shown[] = [];
    for (const [, language, file, text = ""] of page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)\n```$/gm)) {
      if (file !== undefined) writeFileSync(join(folder, file), `${installed(text)}\n`);
      else if (language === "console")
        for (const each of text.replace(/^\$ /, "").split("\n$ ")) {
          const [command = "", ...said] = each.split("\n");
          shown.push({ command, said: said.join("\n"), printed: withoutTimes(await printedBy(command)) });
        }
    }
    return shown.map((one) => ({ ...one, said: withoutTimes(one.said) }));
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

/** The program with the packages it asks for as they are installed here. */
function installed(program: string): string {
  return program.replaceAll(/"(@(?:duckdb|tapefold)\/[\w-]+)"/g, (_, name: string) =>
    JSON.stringify(pathToFileURL(resolve(name))),
  );
}

async function printedBy(command: string): Promise<string> {
  const [program, ...words] = command.split(" ");
  if (program !== "tapefold")
    return new Promise((done) => {
      const started = command.replace(/^npx tsx /, `node --import ${import.meta.resolve("tsx")} `);
      execFile("bash", ["-c", started], (_, out, err) => done(`${out}${err}`.trimEnd()));
    });
  const { out, err } = await run(words.flatMap(expanded));
  return `${out}${err}`.trimEnd();
}

/** The files that a word such as `mon/*.csv` stands for. */
function expanded(word: string): string[] {
  if (!word.includes("*")) return [word];
  const [, ending = ""] = word.split("*");
  const folder = dirname(word);
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}

/** How long it took is another matter each time. */
function withoutTimes(output: string): string {
  return output.replace(/\d+\.\d s$/gm, "0.0 s").replace(/[ \t]+$/gm, "");
}
