/** The README shows the project as it is: its code is run by the tests, its output is that of the commands. */
import { readFileSync } from "node:fs";
import { parseEvent } from "@tapefold/core";
import { expect, test } from "vitest";
import { blocksOf, printed, root, shownIn, withoutTimes } from "./document.ts";

const readme = readFileSync(new URL("README.md", root), "utf8");
const blocks = blocksOf(readme);

test("its code is that of the examples, which run", () => {
  const names = ["01-replay-a-session.ts", "03-a-rule-of-your-own.test.ts", "02-subscribe-live.ts"];
  const examples = names.map((name) => readFileSync(new URL(`test/examples/${name}`, root), "utf8"));
  const code = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);
  expect(code).toEqual(examples.map((example) => example.trimEnd()));
});

const shown = blocks.filter(({ language }) => language === "console").flatMap(shownIn);

test.each(shown)("$ $command", async ({ command, output }) => {
  expect(await printed(command).then(({ output: is }) => withoutTimes(is))).toBe(withoutTimes(output));
});

test("its lines of a tape are events", () => {
  const lines = blocks.filter(({ language }) => language === "jsonl").flatMap(({ text }) => text.split("\n"));
  expect(lines.map((line) => parseEvent(JSON.parse(line)).type)).toEqual(["SessionOpened", "PriceTicked"]);
});
