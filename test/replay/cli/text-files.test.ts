/** Files of options that people write by hand, as the editors of this world save them. */
import { describe, expect, test } from "vitest";
import { goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();
const rows = folder.write("rows.csv", "when,open,high,low,close\n2026-02-09,1,2,1,2\n2026-02-10,2,3,2,3\n");
const plain = folder.write("plain.csv", "date,open,high,low,close\n2026-02-09,1,2,1,2\n2026-02-10,2,3,2,3\n");
const claims = folder.write("claims.json", '{"claims":[]}');
const ohlc = ["--profile", "ohlc", "--instrument", "A", "--mic", "XNYS", "--out", "-"];

/** Contents of files, the command that reads each, and the code of its fault. */
const files: Readonly<Record<string, readonly [content: string, argv: readonly string[], code: string]>> = {
  mapping: [
    '{"profile":"ohlc","columns":{"date":"when"}}',
    ["import", rows, "--instrument", "A", "--mic", "XNYS", "--out", "-", "--mapping"],
    "MAPPING_INVALID",
  ],
  rename: ["A,AE.X\n", ["import", plain, ...ohlc, "--rename"], "IMPORT_FILE"],
  factors: ["2026-02-09,1,0.5\n2050-12-31,1,1\n", ["import", plain, ...ohlc, "--factors"], "IMPORT_FILE"],
  calendar: [
    '{"extends":"XNYS","closed":{"2026":"02-12"}}',
    ["calendar", "XNYS", "--year", "2026", "--calendar"],
    "CALENDAR_INVALID",
  ],
  claims: ['{"claims":[{"id":"a","says":"b"}]}', ["check", goldenPath, "--claims"], "CLAIMS_INVALID"],
  article: ["The Nikkei rose.\n", ["check", goldenPath, "--claims", claims, "--article"], "ARTICLE_INVALID"],
};

describe.each(Object.entries(files))("a file of %s", (name, [content, argv, code]) => {
  test("reads the same with a byte order mark and as UTF-16", async () => {
    const plainly = await run([...argv, folder.write(`${name}-plain`, content)]);
    expect(plainly.err).not.toContain(code);
    const marked = {
      mark: Buffer.from(`\uFEFF${content}`),
      wide: Buffer.from(`\uFEFF${content}`, "utf16le"),
    };
    for (const [kind, bytes] of Object.entries(marked))
      expect(await run([...argv, folder.write(`${name}-${kind}`, bytes)])).toEqual(plainly);
  });

  test("in another encoding, or absent, is one line with its code", async () => {
    const latin = folder.write(`${name}-latin`, Buffer.from(content.replace(/[A-Za-z,]/, "é"), "latin1"));
    const line = (what: string, path: string): RegExp =>
      new RegExp(`^tapefold: ${code}: [^\\n]*${what}[^\\n]*\\(${path}\\)\\n$`);
    expect(await run([...argv, latin])).toMatchObject({
      code: 2,
      err: expect.stringMatching(line("is no UTF-8; save it", latin)) as string,
    });
    const absent = folder.path("absent");
    expect(await run([...argv, absent])).toMatchObject({
      code: 2,
      err: expect.stringMatching(line("can't be read \\(ENOENT\\); check the path", absent)) as string,
    });
  });
});

test("JSON that is none says where", async () => {
  const path = folder.write("broken.json", '{"claims":[],}');
  expect((await run(["check", goldenPath, "--claims", path])).err).toMatch(
    /CLAIMS_INVALID: can't be read as JSON: .*position 13/,
  );
});

test("claims that are no objects are told as that, whatever their number", async () => {
  const path = folder.write("none.json", '{"claims":[null,5,{"says":"x"}]}');
  const { err } = await run(["check", goldenPath, "--claims", path]);
  expect(err.match(/is no object/g)).toHaveLength(2);
  expect(err).toContain("claims[2]: has no id");
});
