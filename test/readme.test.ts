/** What the README shows is what the project does: its code is run by the tests, its output is that of the commands. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { parseEvent } from "@tapefold/core";
import { commandLine } from "@tapefold/replay";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");

test("its code is that of the examples, which run", () => {
  const examples = ["live.ts", "revisions.test.ts", "follow.ts"].map((name) =>
    readFileSync(new URL(`test/examples/${name}`, root), "utf8"),
  );
  expect(blocks("ts")).toEqual(examples.map((example) => example.trimEnd()));
});

test.each(
  blocks("console")
    .map((block) => block.split("\n$ "))
    .flat()
    .map((shown) => shown.replace(/^\$ /, "").split("\n")),
)("$ %s", async (command, ...output) => {
  expect(withoutTimes(await run(command ?? ""))).toBe(withoutTimes(output.join("\n")));
});

test("its lines of a tape are events", () => {
  const lines = blocks("jsonl").flatMap((block) => block.split("\n"));
  expect(lines.map((line) => parseEvent(JSON.parse(line)).type)).toEqual(["SessionOpened", "PriceTicked"]);
});

function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , text]) => text ?? "");
}

async function run(command: string): Promise<string> {
  const [, program, ...args] = command.split(" ");
  if (program === "tsx") {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...args], {
      cwd: root,
    });
    return stdout.trimEnd();
  }
  let written = "";
  const code = await commandLine(args, {
    stdin: (async function* () {})(),
    write: async (text) => void (written += text),
    writeError: (text) => void (written += text),
    isTerminal: false,
    isLively: false,
    columns: 120,
    rows: 40,
  });
  expect(code).toBe(0);
  return written.trimEnd();
}

/** How long it took is another matter each time. */
function withoutTimes(output: string): string {
  return output.replace(/\d+\.\d s/g, "0.0 s").replace(/[ \t]+$/gm, "");
}
