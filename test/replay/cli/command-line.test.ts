import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { version } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { goldenPath, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const root = new URL("../../../", import.meta.url);
const folder = tapeFolder();
const commands = ["replay", "verify", "generate", "sessions", "calendar", "import"];

describe("help", () => {
  test("lists every command", async () => {
    for (const argv of [[], ["--help"], ["-h"]]) {
      const { code, out, err } = await run(argv);
      expect([code, err]).toEqual([0, ""]);
      for (const command of commands) expect(out).toContain(`  ${command} `);
    }
  });

  test.each(commands)("of %s ends with an example of it", async (command) => {
    const { code, out } = await run([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: tapefold ${command} `);
    expect(out).toMatch(new RegExp(`\nExamples?:\n  tapefold ${command} `));
  });
});

test("every help tells the exit codes; 1 only where the command has it", async () => {
  const { out } = await run(["--help"]);
  for (const [, name = ""] of out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)) {
    const help = (await run([name, "--help"])).out;
    expect(help, name).toMatch(/\nExit code:\n {2}0 done\n( {2}1 .+\n)? {2}2 bad input or usage\n\nExample:/);
    expect(/\n {2}1 /.test(help), name).toBe(["verify", "check", "diff"].includes(name));
  }
});

test("the version is the package's", async () => {
  const manifest = JSON.parse(readFileSync(new URL("packages/replay/package.json", root), "utf8")) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
  expect(await run(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

describe("wrong usage is one line on standard error, and exit code 2", () => {
  const wrong: [argv: string[], message: string][] = [
    [["reply"], "unknown command 'reply' (Did you mean replay?)"],
    [["__proto__"], "unknown command '__proto__'"],
    [["--frob"], "unknown option '--frob'"],
    [["replay"], "missing required argument 'tape'"],
    [["replay", "a", "b"], "too many arguments"],
    [["replay", "a", "--frob"], "unknown option '--frob'"],
    [["replay", "a", "--at"], "option '--at <when>' argument missing"],
    [["replay", "a", "--at", "noon"], '"noon" is neither a position nor an instant'],
    [["replay", "a", "--speed", "0"], "argument '0' is invalid. Give max or a number above zero"],
    [
      ["series", goldenPath, "--field", "digest", "--every", "tick", "--json", "--follow"],
      "--follow gives rows as they come; leave --out, --json and Parquet out",
    ],
    [
      ["series", goldenPath, "--field", "digest", "--every", "tick", "--json", "--format", "csv"],
      "--json is a format of its own; leave --format out, or give --out",
    ],
    [
      ["generate", "--seed", "1", "--instruments", "2", "--ticks", "5", "--out", "-", "--json"],
      "--json needs standard output for itself; give --out a file",
    ],
    [["replay", goldenPath, "--json", "--at", "1", "--at", "2"], "--json shows one state; give --at once"],
    [["verify", "a", "--digest", "9f2c"], "argument '9f2c' is invalid. Give 8 to 64 hexadecimal digits"],
    [
      ["generate", "--seed", "1", "--instruments", "1", "--ticks", "1"],
      "required option '--out <tape>' not specified",
    ],
    [
      ["generate", "--seed", "-1", "--instruments", "1", "--ticks", "1", "--out", "a"],
      "argument '-1' is invalid",
    ],
    [
      ["generate", "--seed", "1", "--instruments", "0", "--ticks", "1", "--out", "-"],
      "--instruments 0 is out of range",
    ],
  ];
  test.each(wrong)("%j", async (argv, message) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err).toMatch(/^tapefold: USAGE: [^\n]+\n$/);
  });
});

describe("--json is one document on standard output", () => {
  const torn = folder.write("torn.jsonl", readFileSync(goldenPath).subarray(0, -40));
  const [page, tape, whole, rows] = ["page.html", "made.jsonl", "whole.jsonl", "rows.csv"].map((name) =>
    folder.path(name),
  );
  const series = ["series", goldenPath, "--field", "instruments.N225.last", "--every", "session"];

  test.each([
    [["report", goldenPath, "--out", page!], { out: page, bytes: expect.any(Number) as number }],
    [
      ["generate", "--seed", "1", "--instruments", "2", "--ticks", "5", "--out", tape!],
      { out: tape, events: expect.any(Number) as number },
    ],
    [
      ["repair", torn, "--out", whole!],
      { out: whole, events: 278, cutBytes: expect.any(Number) as number, cutFile: `${whole!}.cut` },
    ],
    [[...series, "--out", rows!], { out: rows, format: "csv", rows: 28 }],
  ])("of %j", async (argv, document) => {
    const { code, out, err } = await run([...argv, "--json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual(document);
  });

  test("of a series: its rows as a list", async () => {
    const lines = (await run([...series, "--format", "jsonl"])).out.trimEnd().split("\n");
    const { code, out } = await run([...series, "--json"]);
    expect([code, JSON.parse(out)]).toEqual([0, lines.map((line) => JSON.parse(line) as object)]);
  });
});

test("what is typed can't reach the terminal", async () => {
  const { err } = await run(["replay", "a\u001b[2J\n\u202e.jsonl"]);
  expect(err).toBe(
    "tapefold: LOG_NOT_FOUND: there is no such file; check the path (a\\u001b[2J\\u000a\\u202e.jsonl)\n",
  );
});

test("the stack comes only with --debug", async () => {
  expect((await run(["replay", "missing.jsonl"])).err.split("\n")).toHaveLength(2);
  expect((await run(["replay", "missing.jsonl", "--debug"])).err).toMatch(/\n {4}at /);
});

describe("as a program", () => {
  const main = fileURLToPath(new URL("packages/replay/src/cli/main.ts", root));
  const argv = ["--import", "tsx", main];

  test("exits with the code, and nothing but the line on standard error", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...argv, "verify", "missing.jsonl"], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: "tapefold: LOG_NOT_FOUND: there is no such file; check the path (missing.jsonl)\n",
    });
  });

  test("is quiet where its reader stops reading", async () => {
    const child = spawn(
      process.execPath,
      [...argv, "generate", "--seed", "1", "--instruments", "2", "--ticks", "20000", "--out", "-"],
      { cwd: root },
    );
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect([status, stderr]).toEqual([0, ""]);
  });
});
