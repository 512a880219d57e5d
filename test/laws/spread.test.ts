/** A tape folded in parts comes to the state of the single fold, whatever its groups and however they are shared out. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fold, type MarketEvent, record, type Recorded } from "@tapefold/core";
import { otherMarkets, session } from "@tapefold/core/testing";
import { marketRules, marketState } from "@tapefold/projections";
import { eventLine, foldSpread, openTape, stateAt } from "@tapefold/replay";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { goldenPath } from "../replay/tape-folder.ts";
import { interleaved } from "./groups.ts";

const folder = mkdtempSync(join(tmpdir(), "tapefold-spread-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "tape.jsonl");

async function spreadOf(tape: readonly Recorded[], workers: number) {
  writeFileSync(path, tape.map(({ event }) => `${eventLine(event)}\n`).join(""));
  return foldSpread(path, { workers, isLocal: true });
}

/** The same tape, with its ticks numbered by a source. */
function numbered(log: readonly Recorded[], source: string): Recorded[] {
  return log.map(({ position, event }) => ({
    position,
    event: event.type === "PriceTicked" ? { ...event, source, seq: position } : event,
  }));
}

test("law: parts of generated tapes of several markets come to the single fold's digest", async () => {
  let spread = 0;
  await fc.assert(
    fc.asyncProperty(
      session(),
      session(),
      session(),
      fc.infiniteStream(fc.boolean()),
      fc.record({ workers: fc.integer({ min: 1, max: 4 }), areNumbered: fc.boolean() }),
      async (first, second, third, coins, { workers, areNumbered }) => {
        const groups = [first, otherMarkets(second), otherMarkets(otherMarkets(third))];
        const [a = [], b = [], c = []] = areNumbered
          ? groups.map((group, index) => numbered(group, `source-${index}`))
          : groups;
        const tape = interleaved(interleaved(a, b, coins), c, coins);
        const state = fold(marketRules, tape);
        const folded = await spreadOf(tape, workers);
        expect(folded.state.digest).toBe(state.digest);
        expect(JSON.stringify(marketState(folded.state))).toBe(JSON.stringify(marketState(state)));
        expect(folded.head).toBe(tape.length);
        if (folded.alone === undefined && folded.ticks.filter((ticks) => ticks > 0).length > 1) spread += 1;
      },
    ),
    { numRuns: runs(50) },
  );
  expect(spread).toBeGreaterThan(runs(10));
});

test.each([2, 3])("the golden tape by %i workers comes to the golden digest", async (workers) => {
  const { state } = await stateAt(openTape(goldenPath));
  const folded = await foldSpread(goldenPath, { workers, isLocal: true });
  expect(folded).toMatchObject({ head: 279, losses: 0 });
  expect(folded.alone).toBeUndefined();
  expect(folded.state.digest).toBe(state.digest);
  expect(folded.ticks.every((ticks) => ticks > 0)).toBe(true);
});

test("markets that turn out to be one group late are shared out anew", async () => {
  const at = 1_770_000_000_000_000;
  const listed = (mic: string, id: string, kind = "equity"): MarketEvent =>
    ({
      id: `l-${id}`,
      at,
      type: "InstrumentListed",
      instrument: id,
      name: id,
      kind,
      mic,
      currency: "JPY",
      scale: 0,
    }) as MarketEvent;
  const tick = (id: string, seq: number, source: string): MarketEvent =>
    ({
      id: `${source}-${seq}`,
      at,
      type: "PriceTicked",
      instrument: id,
      price: 100 + seq,
      source,
      seq,
    }) as MarketEvent;
  const events = [
    ...["XAAA", "XBBB"].map((mic): MarketEvent => ({
      id: mic,
      at,
      type: "MarketListed",
      mic,
      name: mic,
      country: "JP",
      region: "Asia",
      zone: "Asia/Tokyo",
    })),
    listed("XAAA", "A"),
    listed("XBBB", "B"),
    listed("XBBB", "I", "index"),
    ...["XAAA", "XBBB"].map((mic): MarketEvent => ({
      id: `o-${mic}`,
      at,
      type: "SessionOpened",
      mic,
      date: "2026-02-02",
    })),
    tick("A", 1, "a"),
    tick("B", 1, "b"),
    {
      id: "index",
      at,
      type: "IndexDefined",
      instrument: "I",
      mode: "derived",
      weighting: "price",
      divisor: 2,
      constituents: [
        { instrument: "A", weight: 1 },
        { instrument: "B", weight: 1 },
      ],
    } as MarketEvent,
    tick("A", 2, "a"),
    tick("B", 2, "b"),
  ];
  const tape = record(events);
  const folded = await spreadOf(tape, 2);
  expect(folded.alone).toBeUndefined();
  expect(folded.ticks).toEqual([4, 0]);
  expect(folded.state.digest).toBe(fold(marketRules, tape).digest);
});

test("a faulty tape is refused in the words of a single fold", async () => {
  const lines = [
    '{"id":"a","type":"MarketListed","at":"2026-02-10T00:00:00Z","mic":"XAAA","name":"A","country":"JP","region":"Asia","zone":"Asia/Tokyo"}',
    '{"id":"b","type":"InstrumentListed","at":"2026-02-10T00:00:00Z","instrument":"A","name":"A","kind":"equity","mic":"XAAA","currency":"JPY","scale":0}',
    // A look at its bytes takes the line for a tick.
    '{"id":"c","type":"PriceTicked","at":"2026-02-10T00:00:00Z","instrument":"A","price":1,"type":"SessionOpened","mic":"XAAA","date":"2026-02-10"}',
  ];
  const text = `${lines.join("\n")}\n`;
  writeFileSync(path, text);
  // Standard input comes once, however often it is read.
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  };
  for (const tape of [path, "-"])
    await expect(foldSpread(tape, { workers: 2, isLocal: true, stdin: stdin() })).rejects.toMatchObject({
      code: "LOG_LINE_INVALID",
    });
});
