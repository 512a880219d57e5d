/** A series is what the state shows at each of its rows, whatever it is written as. */
import { appendFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { fold, type MarketEvent, type ReadableLog, record } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { instrumentState, listing, marketRules } from "@tapefold/projections";
import { openTape, series, type SeriesRow } from "@tapefold/replay";
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { run } from "./cli/run-command.ts";
import { goldenLines, goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

type SeriesRhythm = Parameters<typeof series>[1]["every"];

const folder = tapeFolder();
const LAST = "instruments.N225.last";

async function rowsOf(
  tape: string | ReadableLog,
  every: SeriesRhythm,
  fields: readonly string[] = [LAST],
): Promise<SeriesRow[]> {
  const rows: SeriesRow[] = [];
  for await (const batch of series(tape, { fields, every })) rows.push(...batch);
  return rows;
}

test("on any tape without amendments each row is the state at its position", async () => {
  await fc.assert(
    fc.asyncProperty(
      session(),
      fc.constantFrom<SeriesRhythm>("tick", "1s", "1m", "session"),
      async (tape, every) => {
        const events = tape.map(({ event }) => event).filter(({ type }) => !AMENDING.test(type));
        const stood = record(events);
        const log = {
          name: "made",
          read: async function* () {
            yield stood;
          },
        };
        const [instrument] = idsOf(stood);
        if (instrument === undefined) return;
        const fields = [
          `instruments.{${instrument}}.last`,
          `instruments.{${instrument}}.record.high.level`,
          "tape.accepted",
        ];
        for (const { position, values } of await rowsOf(log, every, fields)) {
          const state = fold(marketRules, stood.slice(0, position));
          const isListed = state.documents(listing).has(instrument);
          const { last = null, record: records } = isListed ? instrumentState(state, instrument) : {};
          expect(values).toEqual([last, records?.high?.level ?? null, state.counts.accepted]);
        }
      },
    ),
    { numRuns: runs(50) },
  );
});

const AMENDING = /^Tick(Busted|Corrected|Confirmed)|CloseCorrected|SplitWithdrawn/;

function idsOf(stood: readonly { readonly event: MarketEvent }[]): string[] {
  return stood.flatMap(({ event }) => (event.type === "InstrumentListed" ? [event.instrument] : []));
}

describe("rows", () => {
  test("after each accepted tick, and each close", async () => {
    const { events } = await readAll(openTape(goldenPath));
    const of = (type: MarketEvent["type"]) =>
      events.filter(({ event }) => event.type === type).map(({ position }) => position);
    expect((await rowsOf(goldenPath, "tick")).map(({ position }) => position)).toEqual(of("PriceTicked"));
    expect((await rowsOf(goldenPath, "session")).map(({ position }) => position)).toEqual(
      of("SessionClosed"),
    );
    const late = `{"id":"late","type":"PriceTicked","at":"2026-02-10T10:00:00Z","instrument":"9984","price":4400}`;
    const path = folder.write("late.jsonl", [...goldenLines, late].join("\n"));
    expect(await rowsOf(path, "tick")).toHaveLength(of("PriceTicked").length);
  });

  test.each([
    ["1s", 1_000_000],
    ["1m", 60_000_000],
  ] as const)(
    "at the last event of each %s that has one, late ones with those they came with",
    async (every, span) => {
      const { events } = await readAll(openTape(goldenPath));
      const spans = new Map<number, number>();
      let latest = 0;
      for (const { position, event } of events) {
        latest = Math.max(latest, event.at);
        spans.set(Math.floor(latest / span), position);
      }
      expect((await rowsOf(goldenPath, every)).map(({ position }) => position)).toEqual([...spans.values()]);
    },
  );

  test("know from the first what the tape says later", async () => {
    const tick = goldenLines.findLast((line) => /"PriceTicked".*"9984"/.test(line)) as string;
    const { id } = JSON.parse(tick) as { id: string };
    const bust = `{"id":"b","type":"TickBusted","at":"2026-02-10T10:00:00Z","tick":"${id}"}`;
    const path = folder.write("bust.jsonl", [...goldenLines, bust].join("\n"));
    const position = goldenLines.indexOf(tick) + 1;
    const [before, after] = [await rowsOf(goldenPath, "tick"), await rowsOf(path, "tick")];
    expect(before.some((row) => row.position === position)).toBe(true);
    expect(after.some((row) => row.position === position)).toBe(false);
  });
});

describe("the command", () => {
  const HIGH = "instruments.N225.record.high.level";

  test("gives one table as CSV, lines of JSON and Parquet", async () => {
    const argv = ["series", goldenPath, "--field", LAST, HIGH, "--every", "session"];
    const rows = await rowsOf(goldenPath, "session", [LAST, HIGH]);
    const csv = (await run(argv)).out.trimEnd().split("\n");
    expect(csv[0]).toBe(`position,at,${LAST},${HIGH}`);
    expect(csv.slice(1)).toEqual(
      rows.map(({ position, at, values }) => [position, at, ...values.map((value) => value ?? "")].join(",")),
    );
    const objects = (await run([...argv, "--format", "jsonl"])).out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(objects).toEqual(
      rows.map(({ position, at, values }) => ({ position, at, [LAST]: values[0], [HIGH]: values[1] })),
    );
    const path = folder.path("series.parquet");
    expect((await run([...argv, "--format", "parquet", "--out", path])).out).toBe(
      `${path}: ${rows.length} rows\n`,
    );
    // Without --format the file's ending says it.
    expect((await run([...argv, "--out", folder.path("ending.parquet")])).out).toMatch(/rows\n$/);
    expect(readFileSync(folder.path("ending.parquet"))).toEqual(readFileSync(path));
    expect((await run([...argv, "--out", "-"])).out).toBe(`${csv.join("\n")}\n`);
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    expect(await parquetReadObjects({ file })).toEqual(
      objects.map((row) => ({ ...row, position: String((row as SeriesRow).position) })),
    );
  });

  test.each([
    [["--field", "instruments.N225.lst", "--every", "tick"], /USAGE: unknown field/],
    [
      ["--field", "instruments.N225.record.high", "--every", "tick"],
      /USAGE: .* is no single value|unknown field/,
    ],
    [["--field", "instruments.{N225,TOPX}.last", "--every", "tick"], /USAGE: .* names several/],
    [["--field", "instruments.NOBODY.last", "--every", "tick"], /USAGE: .*no instrument NOBODY/],
    [["--field", LAST, LAST, "--every", "tick"], /USAGE: .* is given twice/],
    [["--field", LAST], /USAGE: required option '--every/],
    [["--field", LAST, "--every", "hour"], /USAGE: .*Allowed choices are tick, 1s, 1m, session/],
    [["--field", LAST, "--every", "tick", "--format", "parquet"], /USAGE: Parquet is no text/],
    [["--field", LAST, "--every", "tick", "--out", folder.path("no/where.csv")], /LOG_UNWRITABLE/],
  ])("%j is one line, and nothing is written", async (argv, message) => {
    const { code, out, err } = await run(["series", goldenPath, ...argv]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
    expect(readdirSync(folder.path(".")).filter((name) => /unfinished/.test(name))).toEqual([]);
  });

  test.each(["series", "report"])("%s never takes the place of the tape it reads", async (command) => {
    const content = readFileSync(goldenPath);
    mkdirSync(folder.path("here"), { recursive: true });
    const tape = folder.write("here/tape.jsonl", content);
    symlinkSync(folder.path("here"), folder.path(`there-${command}`));
    const ask = command === "series" ? ["--field", LAST, "--every", "tick"] : [];
    for (const out of [tape, relative(process.cwd(), tape), folder.path(`there-${command}/tape.jsonl`)]) {
      const { code, err } = await run([command, tape, ...ask, "--out", out]);
      expect([code, err]).toEqual([2, `tapefold: USAGE: ${out} is the tape to be read; give another name\n`]);
    }
    expect(readFileSync(tape)).toEqual(content);
  });

  test.each(["csv", "jsonl"])("is packed as %s where its name ends in .gz", async (format) => {
    const argv = ["series", goldenPath, "--field", LAST, "--every", "session"];
    const out = folder.path(`packed.${format}.gz`);
    expect((await run([...argv, "--out", out])).code).toBe(0);
    const { out: plain } = await run([...argv, "--format", format]);
    expect(gunzipSync(readFileSync(out)).toString()).toBe(plain);
  });

  test("of a tape that is torn leaves no file", async () => {
    const path = folder.write("torn.jsonl", readFileSync(goldenPath, "utf8").slice(0, -40));
    const out = folder.path("torn.csv");
    const { code, err } = await run(["series", path, "--field", LAST, "--every", "tick", "--out", out]);
    expect([code, err]).toEqual([2, expect.stringMatching(/LOG_TORN/)]);
    expect(readdirSync(folder.path("."))).not.toContain("torn.csv");
  });

  test("a tape without a row is its header alone", async () => {
    const path = folder.write(
      "none.jsonl",
      `${goldenLines
        .slice(0, 20)
        .filter((line) => /Listed/.test(line))
        .join("\n")}\n`,
    );
    expect((await run(["series", path, "--field", "tape.accepted", "--every", "tick"])).out).toBe(
      "position,at,tape.accepted\n",
    );
  });
});

describe("a tape that is followed", () => {
  test("gives the rows of what stands, and then those of what is added", async () => {
    const path = folder.path("followed.jsonl");
    writeFileSync(path, goldenLines.slice(0, 200).join("\n").concat("\n"));
    const stop = new AbortController();
    const rows: SeriesRow[] = [];
    const options = { fields: [LAST, "tape.accepted"], every: "tick" as const, follow: stop.signal };
    for await (const batch of series(path, options)) {
      if (rows.length === 0) appendFileSync(path, goldenLines.slice(200).join("\n").concat("\n"));
      rows.push(...batch);
      // The last tick of the tape.
      if ((rows.at(-1)?.position ?? 0) >= 262) stop.abort();
    }
    const whole = await rowsOf(goldenPath, "tick", [LAST, "tape.accepted"]);
    // A tick busted later was a tick when its row was given.
    expect(rows.filter(({ position }) => whole.some((row) => row.position === position))).toHaveLength(
      whole.length,
    );
    expect(rows.at(-1)).toEqual(whole.at(-1));
  });

  test("streams lines, and ends with standard input", async () => {
    const argv = ["series", "-", "--field", LAST, "--every", "session"];
    const stdin = goldenLines.join("\n").concat("\n");
    expect(await run([...argv, "--follow"], { stdin })).toEqual(await run(argv, { stdin }));
    const { code, err } = await run([
      "series",
      goldenPath,
      "--field",
      LAST,
      "--every",
      "tick",
      "--follow",
      "--out",
      "x",
    ]);
    expect([code, err]).toEqual([2, expect.stringContaining("USAGE: --follow gives rows as they come")]);
  });
});
