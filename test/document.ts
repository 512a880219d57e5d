/** A Markdown document as its reader meets it: blocks of code, commands with what they print, headings, links. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { commandLine } from "@tapefold/replay";

export const root = new URL("../", import.meta.url);

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  /** The words behind the language. */
  readonly meta: string;
  readonly text: string;
}

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)(?: ([^\n]*))?\n([\s\S]*?)\n?```$/gm)].map(
    ([, language = "", meta = "", text = ""]) => ({ language, meta: meta.trim(), text }),
  );
}

/** A command of a block of `console`, and the output shown under it. */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

/** The commands of a `console` block. */
export function shownIn({ text }: Block): Shown[] {
  return `\n${text}`
    .split("\n$ ")
    .slice(1)
    .map((shown) => {
      const [command = "", ...output] = shown.split("\n");
      return { command, output: output.join("\n") };
    });
}

/** A command's output and exit code. */
export interface Printed {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a command that a document shows, from the root. Files named without a folder are those of `folder`, which the
 * output doesn't name.
 */
export async function printed(command: string, folder?: string): Promise<Printed> {
  const [, program, ...args] = wordsOf(command);
  if (program === "tsx") {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...args], {
      cwd: root,
    });
    return { code: 0, output: stdout.trimEnd() };
  }
  const inFolder = (word: string): string =>
    folder !== undefined && /^[\w-]+\.(csv|jsonl|json|tape|html|md|txt|mjs|ts)$/.test(word)
      ? join(folder, word)
      : word;
  let written = "";
  const code = await commandLine(args.map(inFolder), {
    stdin: (async function* () {})(),
    write: async (text) => void (written += text),
    writeError: (text) => void (written += text),
    isTerminal: false,
    isLively: false,
    columns: 120,
    rows: 40,
  });
  return { code, output: written.trimEnd().replaceAll(`${folder}${sep}`, "") };
}

/** Writes the files that a document shows, each in a block with the file's name behind the language. */
export function writeFiles(markdown: string, folder: string): void {
  for (const { meta, text } of blocksOf(markdown)) {
    if (!/^[\w./-]+\.\w+$/.test(meta)) continue;
    const path = join(folder, meta);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
}

/** The output without what differs from run to run: durations, and blanks at the ends of lines. */
export function withoutTimes(output: string): string {
  return output.replace(/\d+\.\d s/g, "0.0 s").replace(/[ \t]+$/gm, "");
}

/** The anchors that VitePress and GitHub give the headings of a document. */
export function anchorsOf(markdown: string): Set<string> {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "");
  const anchors = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    return slug(heading);
  });
  return new Set([...anchors, ...[...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)]);
}

/** The relative links of a document: a path, an anchor, or both. */
export function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

export function pathOf(file: string): string {
  return fileURLToPath(new URL(file, root));
}

function slug(heading: string): string {
  const words = heading.replaceAll(/`/g, "").trim().toLowerCase();
  return words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(/\s/g, "-");
}

/** The words of a command, those in single quotes as one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}
