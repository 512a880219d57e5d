/** The page for strangers is what happens in an empty folder that has the tarballs beside it. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { blocksOf, root, shownIn, withoutTimes } from "../document.ts";

const place = mkdtempSync(join(tmpdir(), "tapefold-stranger-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function printed(command: string, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", command], { cwd }, (_, out, err) => resolve(`${out}${err}`.trimEnd()));
  });
}

/** Runs the page, and gives it as it would have to be. */
test("docs/tarballs.md", async () => {
  for (const path of Object.values(inject("tarballs")))
    cpSync(path, join(place, "tarballs", basename(path)), { recursive: true });
  const folder = join(place, "empty");
  mkdirSync(folder);
  const file = new URL("docs/tarballs.md", root);
  const page = readFileSync(file, "utf8");
  let now = page;
  for (const block of blocksOf(page)) {
    if (block.meta !== "") writeFileSync(join(folder, block.meta), `${block.text}\n`);
    else if (block.language === "sh") await printed(block.text, folder);
    else {
      const lines: string[] = [];
      for (const { command, output } of shownIn(block)) {
        const said = await printed(command, folder);
        lines.push(`$ ${command}`, withoutTimes(said) === withoutTimes(output) ? output : said);
      }
      now = now.replace(block.text, () => lines.filter((line) => line !== "").join("\n"));
    }
  }
  if (process.env["WRITE"] === "1") writeFileSync(file, now);
  expect(now).toBe(page);
});
