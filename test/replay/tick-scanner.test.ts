import { isUtf8 } from "node:buffer";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant, formatUnits, type MarketEvent, parseEvent } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import { runs } from "../runs.ts";

const folder = mkdtempSync(join(tmpdir(), "tapefold-"));
const path = join(folder, "tape.jsonl");
afterAll(() => rmSync(folder, { recursive: true }));

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,12}$/),
  // Not all of these may name an instrument, and few of them a source.
  fc.stringMatching(/^[ -~]{1,5}$/),
  fc.constantFrom("M&M", "GC=F", "BRK/B", "=X", "_A", "A,B"),
);
/** Writers, whose lines stand mixed on a tape: this project, Python's json, one that sorts, one of Windows. */
const LAYOUTS = [
  {
    order: ["id", "type", "at", "instrument", "price", "size", "source", "seq"],
    colon: ":",
    comma: ",",
    ends: "",
  },
  {
    order: ["type", "id", "at", "instrument", "price", "size", "source", "seq"],
    colon: ": ",
    comma: ", ",
    ends: "",
  },
  {
    order: ["at", "id", "instrument", "price", "seq", "size", "source", "type"],
    colon: ":",
    comma: ",",
    ends: "",
  },
  {
    order: ["seq", "source", "price", "instrument", "at", "type", "id", "size"],
    colon: " : ",
    comma: " ,\t",
    ends: " ",
  },
];
const price = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 6 }))
    .map(([units, scale]) => formatUnits(units, scale)),
  fc.constantFrom(
    "0",
    "0.5",
    "00.5",
    "5.",
    ".5",
    "-1",
    "1e3",
    "999999999999999",
    "9999999999999999",
    "0.1234567890123456",
    "1.10",
    '"101.25"',
    '"007"',
  ),
);
const time = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 4e15 }).map(formatInstant) },
  fc.constantFrom(
    "2026-02-29T00:00:00Z",
    "2026-02-10T24:00:00Z",
    "2026-02-10T23:60:00Z",
    "2026-02-10T23:59:60Z",
    "2026-02-10T00:00:00.1234567Z",
    "2026-02-10T00:00:00.Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "2255-06-05T23:47:34.740992Z",
  ),
);
const tickLine = fc
  .record({
    id: fc.stringMatching(/^[!-~]{1,20}$/),
    at: time,
    instrument: name,
    price,
    size: fc.option(
      fc.oneof(
        price,
        price.map((text) => `"${text}"`),
      ),
    ),
    source: name,
    seq: fc.nat(),
    more: fc.constantFrom("", "", "", '"updates":["last"]', '"v":1', '"type":"PriceTicked"', '"seq":1'),
    layout: fc.nat(LAYOUTS.length - 1),
  })
  .map(({ id, at, instrument, price: text, size, source, seq, more, layout }) => {
    const { order, colon, comma, ends } = LAYOUTS[layout]!;
    const fields: Readonly<Record<string, string | null>> = {
      id: JSON.stringify(id),
      type: '"PriceTicked"',
      at: `"${at}"`,
      instrument: `"${instrument}"`,
      price: text,
      size,
      source: seq % 3 === 0 ? null : `"${source}"`,
      seq: seq % 3 === 0 ? null : `${seq}`,
    };
    const given = order.flatMap((key) => (fields[key] === null ? [] : [`"${key}"${colon}${fields[key]}`]));
    return `{${ends}${[...given, ...(more === "" ? [] : [more])].join(comma)}${ends}}`;
  });
const mutation = fc.record({
  at: fc.nat(200),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}:,.0-9TZ ez')), fc.nat(255)),
  kind: fc.constantFrom("replace", "insert", "delete"),
});

/** The line as JSON and the schema read it; undefined where they refuse it. */
function read(line: Buffer): MarketEvent | undefined {
  try {
    return parseEvent(JSON.parse(line.toString("utf8")));
  } catch {
    return undefined;
  }
}

/** The reader's result on a tape of these lines: the events before a fault, and whether there was one. */
async function readTape(lines: readonly Buffer[]): Promise<{ events: MarketEvent[]; failed: boolean }> {
  writeFileSync(path, Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")])));
  const events: MarketEvent[] = [];
  try {
    for await (const batch of openTape(path).read()) events.push(...batch.map(({ event }) => event));
    return { events, failed: false };
  } catch {
    return { events, failed: true };
  }
}

function mutate(line: Buffer, { at, byte, kind }: { at: number; byte: number; kind: string }): Buffer {
  const place = Math.min(at, line.length);
  const rest = line.subarray(kind === "insert" ? place : place + 1);
  return Buffer.concat([
    line.subarray(0, place),
    kind === "delete" ? Buffer.alloc(0) : Buffer.from([byte]),
    rest,
  ]);
}

/** Tapes of twenty lines: a hundred here, as many as asked for where a script runs it. */
const numRuns = Number(process.env["READER_RUNS"] ?? runs(500));

test("the reader reads a tick's line as JSON and the schema do, whatever byte of it is changed", async () => {
  let accepted = 0;
  const mutated = fc
    .tuple(tickLine, fc.array(mutation, { maxLength: 3 }))
    .map(([line, mutations]) => mutations.reduce(mutate, Buffer.from(line)));
  // A line end within makes two lines of it.
  const whole = mutated.filter((bytes) => !bytes.includes(0x0a) && isUtf8(bytes));
  const law = fc.asyncProperty(fc.array(whole, { minLength: 20, maxLength: 20 }), async (lines) => {
    const good = lines.filter((line) => read(line) !== undefined);
    const bad = lines.find((line) => read(line) === undefined);
    accepted += good.length;
    const tape = await readTape(bad === undefined ? good : [...good, bad]);
    expect(tape.events).toEqual(good.map(read));
    expect(tape.failed).toBe(bad !== undefined || good.length === 0);
  });
  await fc.assert(law, { numRuns });
  expect(accepted).toBeGreaterThan(numRuns);
});

test("the ticks of a kept tape are read as they stand", async () => {
  const lines = readFileSync(new URL("../sessions/golden.jsonl", import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  const ticks = lines.filter((line) => line.includes('"PriceTicked"')).map((line) => Buffer.from(line));
  expect(ticks.length).toBeGreaterThan(50);
  expect((await readTape(ticks)).events).toEqual(ticks.map(read));
});

test("lines of another writer are read from their bytes from the second on", async () => {
  const ticks = [1, 2, 3, 4].map((seq) => ({
    type: "PriceTicked",
    seq,
    source: "feed",
    instrument: "BRK/B",
    price: `${seq}.50`,
    id: `t${seq}`,
    at: "2026-02-10T00:00:00.25Z",
  }));
  const writers = [
    (tick: object) => JSON.stringify(tick, null, 1).replaceAll("\n", ""),
    (tick: object) => `${JSON.stringify(tick)}\r`,
  ];
  const lines = writers.flatMap((write) => ticks.map(write));
  const parse = vi.spyOn(JSON, "parse");
  const { events } = await readTape(lines.map((line) => Buffer.from(line)));
  const parsed = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  expect(parsed).toEqual([lines[0], lines[4]]);
  expect(events).toEqual(lines.map((line) => read(Buffer.from(line))));
});

test("a way between places is known only where a tick's own line showed it, and each field stands once", async () => {
  const rest = '"at":"2026-02-10T00:00:00Z","instrument":"A","price":1';
  const taught = [
    `{"type":"SessionOpened","id":"a","type":"PriceTicked",${rest}}`,
    `{"type":"PriceTicked","id":"b",${rest}}`,
    `{"id":"c",${rest},"type":"PriceTicked"}`,
    `{"id":"d","type":"PriceTicked",${rest},"updates":["last"]}`,
    `{"source":"s","seq":2,"type":"PriceTicked","id":"e",${rest}}`,
  ];
  const asked = [
    `{"id":"f",${rest}}`,
    `{"type":"SessionOpened","id":"g",${rest}}`,
    `{"type":"PriceTicked","id":"h",${rest},"type":"PriceTicked"}`,
    `{"id":"i","type":"PriceTicked",${rest},"updates":["last"]}`,
    `{"id":"j","type":"PriceTicked",${rest},"source":"s"}`,
    `{"id":"k","type":"PriceTicked",${rest},"price":2}`,
  ];
  for (const line of asked) {
    const lines = [...taught, line].map((text) => Buffer.from(text));
    const tape = await readTape(lines);
    expect([tape.events, tape.failed]).toEqual([
      lines.flatMap((each) => read(each) ?? []),
      read(Buffer.from(line)) === undefined,
    ]);
  }
});
