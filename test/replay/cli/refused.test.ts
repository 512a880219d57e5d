/** Refused events are counted and told, with what their codes mean and what to do. */
import { refusalMeanings } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();
const late = (id: string): string =>
  `{"id":"${id}","type":"PriceTicked","at":"2026-02-10T10:00:00Z","instrument":"9984","price":4400}`;
const nobody = `{"id":"n","type":"PriceTicked","at":"2026-02-10T10:00:00Z","instrument":"NOBODY","price":1}`;
const few = folder.write("few.jsonl", [...goldenLines, late("l1"), nobody, ""].join("\n"));
const many = folder.write(
  "many.jsonl",
  [...goldenLines, ...["a", "b", "c"].map(late), nobody, ""].join("\n"),
);

test("refused lists each with position, id, code, meaning and remedy", async () => {
  const { code, out, err } = await run(["refused", few]);
  expect([code, err]).toEqual([0, ""]);
  const { means, remedy } = refusalMeanings["session-closed"];
  expect(out.split("\n")).toEqual([
    `280  l1  session-closed  ${means}; ${remedy}`,
    `281  n  unknown  ${refusalMeanings.unknown.means}; ${refusalMeanings.unknown.remedy}`,
    "",
  ]);
  expect((await run(["refused", goldenPath])).out).toBe("no event was refused\n");
});

test("refused --json is one document", async () => {
  const { refused, count } = JSON.parse((await run(["refused", few, "--json"])).out) as {
    refused: object[];
    count: number;
  };
  expect(count).toBe(2);
  expect(refused[1]).toEqual({
    position: 281,
    id: "n",
    type: "PriceTicked",
    code: "unknown",
    ...refusalMeanings.unknown,
  });
  expect(JSON.parse((await run(["refused", goldenPath, "--json"])).out)).toEqual({ refused: [], count: 0 });
});

test("a busted tick is listed, though the bust comes later", async () => {
  const open = goldenLines.find((line) => /"PriceTicked"/.test(line)) as string;
  const { id } = JSON.parse(open) as { id: string };
  const bust = `{"id":"b","type":"TickBusted","at":"2026-02-10T10:00:00Z","tick":"${id}"}`;
  const path = folder.write("busted.jsonl", [...goldenLines, bust, ""].join("\n"));
  expect((await run(["refused", path])).out).toMatch(new RegExp(`^\\d+  ${id}  busted  .*\n$`));
});

describe("verify", () => {
  test("exits with 1 above one in a hundred, unless that is allowed", async () => {
    const line =
      /^4 of 283 events refused: session-closed 3, unknown 1; tapefold refused .*many\.jsonl lists them$/m;
    expect(await run(["verify", few])).toMatchObject({ code: 0, out: expect.stringContaining("2 of 281 ") });
    expect(await run(["verify", many])).toMatchObject({ code: 1, out: expect.stringMatching(line) });
    expect((await run(["verify", many, "--allow-refused"])).code).toBe(0);
    expect(JSON.parse((await run(["verify", many, "--json"])).out)).toMatchObject({
      same: true,
      refused: 4,
      rejected: { "session-closed": 3, unknown: 1 },
    });
  });
});

test("append, wrap and sessions say how many, beside what they write", async () => {
  const told = /of 281 events refused: session-closed 1, unknown 1; tapefold refused /;
  expect((await run(["append", folder.path("new.jsonl"), few])).out).toMatch(told);
  const wrapped = await run(["wrap", few]);
  expect(wrapped.err).toMatch(told);
  expect(wrapped.out).not.toMatch(/refused/);
  expect((await run(["sessions", few, "--instrument", "N225"])).err).toMatch(told);
  expect((await run(["wrap", goldenPath])).err).toBe("");
});

test("help explains commands and every code", async () => {
  expect((await run(["help"])).out).toBe((await run(["--help"])).out);
  expect((await run(["help", "verify"])).out).toBe((await run(["verify", "--help"])).out);
  for (const code of [...Object.keys(refusalMeanings), "LOG_TORN", "IMPORT_HEADER", "USAGE", "EVENT_INVALID"])
    expect(await run(["help", code])).toMatchObject({
      code: 0,
      out: expect.stringMatching(`^${code}: .+\n.+\n(\n${code} \\(a row of import\\): .+\n)?$`),
    });
  const { out } = await run(["help", "codes"]);
  for (const code of [...Object.keys(refusalMeanings), "straddles-bell", "INTERNAL"])
    expect(out).toMatch(new RegExp(`^${code}( \\(a row of import\\))?: \\S`, "m"));
  expect(await run(["help", "constructor"])).toMatchObject({ code: 2, err: expect.stringMatching(/USAGE/) });
});

test("the commands that read stores say so, and verify's example works as it stands", async () => {
  for (const name of ["wrap", "explain", "sessions", "check", "refused", "verify", "replay"])
    expect((await run([name, "--help"])).out.replaceAll(/\s+/g, " ")).toContain("the directory of a store");
  const example =
    /Example:\n {2}tapefold (verify .*)\n/.exec((await run(["verify", "--help"])).out)?.[1] ?? "";
  expect((await run(example.replace("test/sessions/golden.jsonl", goldenPath).split(" "))).code).toBe(0);
});

test("explain of an instrument alone lists its fields, each of which can be explained", async () => {
  const { code, out } = await run(["explain", goldenPath, "N225"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^last {2,}57650\.54$/m);
  const { fields } = JSON.parse((await run(["explain", goldenPath, "N225", "--json"])).out) as {
    fields: { field: string }[];
  };
  expect(fields.length).toBeGreaterThan(20);
  for (const { field } of fields.filter((_, index) => index % 9 === 0))
    expect((await run(["explain", goldenPath, "N225", field])).code).toBe(0);
  expect((await run(["explain", goldenPath, "NOBODY"])).code).toBe(2);
});

test("sessions of several begin with the instrument; of one they are as ever", async () => {
  const one = (await run(["sessions", goldenPath, "--instrument", "N225"])).out.split("\n");
  const two = (await run(["sessions", goldenPath, "--instrument", "9984", "N225"])).out.split("\n");
  expect(two[0]).toBe(`instrument,${one[0]}`);
  expect(two.filter((line) => line.startsWith("N225,"))).toEqual(
    one.slice(1, -1).map((row) => `N225,${row}`),
  );
  const all = JSON.parse((await run(["sessions", goldenPath, "--all", "--json"])).out) as {
    instrument: string;
  }[];
  expect(new Set(all.map(({ instrument }) => instrument)).size).toBeGreaterThan(10);
  expect(JSON.parse((await run(["sessions", goldenPath, "--instrument", "N225", "--json"])).out)[0]).toEqual(
    JSON.parse((await run(["sessions", goldenPath, "--instrument", "N225", "--format", "json"])).out)[0],
  );
  for (const argv of [[], ["--all", "--instrument", "N225"], ["--instrument", "N225", "NOBODY"]])
    expect(await run(["sessions", goldenPath, ...argv])).toMatchObject({ code: 2, out: "" });
});

test("a row that a spreadsheet would run as a formula is defused among the refused ones; numbers stay", async () => {
  const { readFileSync } = await import("node:fs");
  const source = folder.write(
    "formulas.csv",
    "date,open,high,low,close\n=1+1,1,1,1,1\n2024-11-05,1,1,1,-1\n2024-11-06,1,1,1,1\n",
  );
  const rejects = folder.path("formulas.rejects.csv");
  const argv = ["--profile", "ohlc", "--instrument", "A", "--mic", "XTKS", "--out", folder.path("f.jsonl")];
  expect((await run(["import", source, ...argv, "--rejects", rejects])).code).toBe(0);
  expect(readFileSync(rejects, "utf8")).toMatch(
    /,2,[a-z-]+,"'=1\+1,1,1,1,1"\n.*,3,[a-z-]+,"2024-11-05,1,1,1,-1"/,
  );
});
