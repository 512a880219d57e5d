import { isUtf8 } from "node:buffer";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant, formatUnits, type MarketEvent, parseEvent } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
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
  })
  .map(({ id, at, instrument, price: text, size, source, seq }) => {
    const priced = `{"id":${JSON.stringify(id)},"type":"PriceTicked","at":"${at}","instrument":"${instrument}","price":${text}`;
    const head = size === null ? priced : `${priced},"size":${size}`;
    return seq % 3 === 0 ? `${head}}` : `${head},"source":"${source}","seq":${seq}}`;
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
