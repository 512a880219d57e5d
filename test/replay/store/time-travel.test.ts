/** States at any moment of a store: the same as of the lines it was made of, from whatever snapshot. */
import { isLong } from "../../runs.ts";
import { fold, type MarketEvent, record, type Recorded } from "@tapefold/core";
import { openStoreLog, type StoreLog } from "../../faults/store-log.ts";
import { keepSnapshots, openLog, openTape, parseAsOf, stateAt, verifyTape } from "@tapefold/replay";
import { foldTape } from "@tapefold/replay";
import { listing, marketRules, marketState, recordClose } from "@tapefold/projections";
import { expect, test } from "vitest";
import { madeTicks } from "../../faults/made-ticks.ts";
import { indexOf } from "../../faults/index-of.ts";
import { bust, closed, FRI, type Line, MON, opened, tape, tick, tokyo } from "../../projections/tape.ts";
import { goldenPath, readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const golden = (await readAll(openTape(goldenPath))).events.map(({ event }) => event);
let made = 0;

async function storeOf(events: readonly MarketEvent[], every: number): Promise<string> {
  const path = folder.path(`travelled-${(made += 1)}.tape`);
  const log = await openLog(path);
  for (let from = 0; from < events.length; from += 37) await log.append(events.slice(from, from + 37));
  await keepSnapshots(log, { every });
  await log.close();
  return path;
}

function positionsIn({ files }: StoreLog): number[] {
  return [...files.snapshots.getKeys()].flatMap(([, at]) => (typeof at === "number" ? [at] : []));
}

/** How many buckets the snapshots have between them. */
function bucketsIn({ files }: StoreLog): number {
  return [...files.snapshots.getKeys()].filter(([, at]) => typeof at === "string").length;
}

async function snapshotsOf(path: string): Promise<number> {
  const log = await openStoreLog(path);
  const count = positionsIn(log).length;
  await log.close();
  return count;
}

/** Ticks of the golden tape with a bust and a correction of early ones put late on it, and a bust of nothing. */
function amended(): MarketEvent[] {
  const ticks = golden.filter(({ type }) => type === "PriceTicked");
  const at = golden.at(-1)?.at ?? 0;
  const events = [...golden];
  events.splice(250, 0, { id: "bust-1", at, type: "TickBusted", tick: ticks[20]?.id ?? "" });
  events.splice(220, 0, {
    id: "fix-1",
    at,
    type: "TickCorrected",
    tick: ticks.at(-30)?.id ?? "",
    price: 50_000,
  });
  events.splice(200, 0, { id: "bust-0", at, type: "TickBusted", tick: "nothing" });
  events.splice(240, 0, { id: "bust-2", at, type: "TickBusted", tick: ticks[20]?.id ?? "" });
  return events;
}

test("a snapshot keeps names of any script", async () => {
  const named = golden.map((event) =>
    event.type === "InstrumentListed" ? { ...event, name: `${event.name} 日経 é 😀` } : event,
  );
  const path = await storeOf(named, named.length);
  const log = await openStoreLog(path);
  expect(positionsIn(log)).toEqual([named.length]);
  const { state } = await stateAt(log, { position: named.length });
  await log.close();
  expect(state.digest).toBe(fold(marketRules, record(named)).digest);
  expect(state.read(listing, "N225").now.name).toMatch(/日経 é 😀$/);
});

test.each([
  ["as it is", golden],
  ["with amendments", amended()],
])("the golden tape %s: any position, forward and back, from snapshots or not", async (_, events) => {
  const path = await storeOf(events, 20);
  const lines = await storeOf(events, 1_000_000);
  expect(await snapshotsOf(path)).toBe(Math.floor(events.length / 20));
  const positions = [
    events.length,
    0,
    1,
    19,
    20,
    21,
    150,
    199,
    200,
    201,
    219,
    221,
    239,
    241,
    251,
    259,
    60,
    281,
  ];
  for (const position of positions.filter((one) => one <= events.length)) {
    const expected = await foldTape(openTape(lines), { asOf: { position } });
    const actual = await stateAt(openTape(path), { position });
    expect(actual.state.digest, `position ${position}`).toBe(expected.state.digest);
    expect(actual.head).toBe(events.length);
  }
});

test("any instant: the tape up to the first event that passes it", async () => {
  const path = await storeOf(golden, 50);
  for (const text of [
    "1999-01-01T00:00:00Z",
    "2026-02-09T21:00:00Z",
    "2026-02-10T04:30:00Z",
    "2100-01-01T00:00:00Z",
  ]) {
    const asOf = parseAsOf(text);
    const expected = await foldTape(openTape(goldenPath), { asOf });
    expect((await stateAt(openTape(path), asOf)).state.digest, text).toBe(expected.state.digest);
  }
  await expect(stateAt(openTape(path), { position: golden.length + 1 })).rejects.toMatchObject({
    code: "POSITION_UNKNOWN",
  });
});

test("a line that joins an amended tick after a snapshot is amended too, and one of a later session is not", async () => {
  const numbered = (seq: number): Line => tick("A", 100 + seq, { id: "t", source: "feed", seq });
  const [first, again, next] = [1, 2, 3].map(numbered) as [Line, Line, Line];
  const opening = [tokyo, opened(FRI), bust("waits"), first, bust("t"), tick("B", 1)];
  const log = tape(opening, again, tick("B", 2, { id: "waits" }), closed(FRI), opened(MON), next);
  for (const every of [1, 8, 9]) {
    const store = openTape(
      await storeOf(
        log.map(({ event }) => event),
        every,
      ),
    );
    const { state } = await stateAt(store);
    expect(state.digest).toBe(fold(marketRules, log).digest);
    expect(marketState(state).tape.rejected).toEqual({ busted: 3 });
  }
});

test("an instant is found among chunks as it is by reading, also where clocks run back", async () => {
  const path = folder.path("clocks.tape");
  const log = await openLog(path);
  // The running maximum rises by stairs; `at` itself jumps to and fro.
  const events = Array.from({ length: 3_000 }, (_, index): MarketEvent => ({
    id: `b-${index}`,
    at: Math.floor(index / 7) * 10 - (index % 5) * 400,
    type: "TickBusted",
    tick: "none",
  }));
  await log.append(events);
  await log.close();
  const index = await indexOf(openTape(path));
  for (const instant of [-2_000, -1, 0, 1, 9, 10, 2_135, 4_270, 4_280, 9_999]) {
    let [latest, expected] = [-Infinity, 0];
    for (const [place, event] of events.entries()) {
      latest = Math.max(latest, event.at);
      if (latest > instant) break;
      expected = place + 1;
    }
    expect(index.positionAt(instant), `${instant}`).toBe(expected);
  }
  await index.close();
});

// It takes more than 256 snapshots, each a commit of its own: this is for `npm run test:laws`.
test.skipIf(!isLong)(
  "of a long tape snapshots lie further apart, evenly, so that there are never too many",
  async () => {
    const log = await openStoreLog(await storeOf(golden.slice(0, 250), 1_000));
    const positions = (): number[] => positionsIn(log);
    const even = (to: number): number[] =>
      Array.from({ length: Math.floor(to / 2) }, (_, place) => 2 * place + 2);
    const keep = (): Promise<number> => keepSnapshots(log, { every: 1, projections: [recordClose] });
    expect(await keep()).toBe(250);
    const before = bucketsIn(log);
    expect(golden.length).toBeGreaterThan(256);
    await log.append(golden.slice(250));
    await keep();
    expect(positions()).toEqual(even(golden.length));
    // Parts that only those in between had are gone; parts that others share are not.
    expect(bucketsIn(log)).toBeLessThan(before);
    for (const position of [2, 100, 101, 250, golden.length]) {
      const { state } = await stateAt(log, { position }, [recordClose]);
      expect(state.digest).toBe(fold([recordClose], record(golden.slice(0, position))).digest);
    }
    await log.append(madeTicks(40));
    expect(await keep()).toBe(20);
    expect(positions()).toEqual(even(golden.length + 40));
    expect((await verifyTape(log, [recordClose])).difference).toBeNull();
    await log.close();
  },
);

test("what a snapshot has from the one before is not written again, also by the next process", async () => {
  const log = await openStoreLog(folder.path("shared.tape"));
  const [setting, ticks] = [golden.slice(0, 100), madeTicks(3)];
  await log.append(setting);
  await keepSnapshots(log, { every: 100 });
  const first = bucketsIn(log);
  expect(first).toBeGreaterThan(3);
  await log.close();
  const again = await openStoreLog(log.name);
  await again.append(ticks);
  await keepSnapshots(again, { every: 103 });
  expect(positionsIn(again)).toEqual([100, 103]);
  expect(bucketsIn(again) - first).toBeLessThan(first);
  expect((await verifyTape(again)).difference).toBeNull();
  await again.close();
});

test.skipIf(!isLong)(
  "snapshots kept by several at once, of several rules, are right (runs in test:laws)",
  async () => {
    const log = await openStoreLog(folder.path("at-once.tape"));
    await log.append(golden);
    const few = [recordClose];
    let others: Promise<unknown> = Promise.resolve();
    const onSnapshot = (position: number): void => {
      if (position === 20) others = keepSnapshots(log, { every: 279, projections: few });
      if (position === 60)
        others = Promise.all([others, keepSnapshots(log, { every: 7 }), keepSnapshots(log, { every: 5 })]);
    };
    await keepSnapshots(log, { every: 2, onSnapshot });
    await others;
    for (let position = 1; position <= golden.length; position += 1) {
      const { state } = await stateAt(log, { position });
      expect(state.digest, `${position}`).toBe(fold(marketRules, record(golden.slice(0, position))).digest);
    }
    expect((await verifyTape(log)).difference).toBeNull();
    await log.close();
  },
);

test("how far apart they lie is one event or more", async () => {
  const log = await openLog(folder.path("apart.tape"));
  for (const every of [0, -1, 1.5, NaN, Infinity])
    await expect(keepSnapshots(log, { every })).rejects.toThrow(
      `every: ${every} must be a whole number of events, 1 or more`,
    );
  await log.close();
});

test("a log closed meanwhile says so", async () => {
  const log = await openLog(folder.path("closed.tape"));
  await log.append(golden);
  const keeping = keepSnapshots(log, { every: 1, onSnapshot: () => void log.close() });
  await expect(keeping).rejects.toMatchObject({ code: "LOG_CLOSED" });
});

test("snapshots of other rules stay until these reach as far, are never used, and then go", async () => {
  const path = await storeOf(golden, 50);
  const log = await openStoreLog(path);
  const few = [recordClose];
  expect(await keepSnapshots(log, { every: 100, projections: few })).toBe(2);
  expect(positionsIn(log)).toEqual([100, 200]);
  expect((await stateAt(log)).state.digest).toBe((await foldTape(openTape(goldenPath))).state.digest);
  expect(await keepSnapshots(log, { every: 100, projections: few })).toBe(0);
  await log.close();
});

test("a snapshot that was changed is folded again, and verify tells of it", async () => {
  const path = await storeOf(golden, 100);
  const log = await openStoreLog(path);
  const key = [...log.files.snapshots.getKeys()].findLast(([, at]) => typeof at === "number");
  const bytes = log.files.snapshots.get(key as [string, number]) as Buffer;
  bytes[100] = (bytes[100] as number) ^ 1;
  log.files.snapshots.putSync(key as [string, number], bytes);
  const expected = (await foldTape(openTape(goldenPath))).state.digest;
  expect((await stateAt(log)).state.digest).toBe(expected);
  await expect(verifyTape(log)).rejects.toMatchObject({ code: "LOG_DAMAGED" });
  await log.close();
});

test("verify goes through the store and every snapshot, also where amendments reach back", async () => {
  const verdict = await verifyTape(openTape(await storeOf(amended(), 20)));
  expect(verdict.difference).toBeNull();
  expect(verdict.events).toBe(golden.length + 4);
});

test("a store and its lines convert both ways", async () => {
  const path = await storeOf(golden, 100);
  const back = folder.path("back.jsonl");
  const log = await openLog(back);
  const events: Recorded[] = [];
  for await (const batch of openTape(path).read()) {
    events.push(...batch);
    await log.append(batch.map(({ event }) => event));
  }
  await log.close();
  expect((await readAll(openTape(back))).events).toEqual(events);
  expect((await foldTape(openTape(back))).state.digest).toBe(
    (await foldTape(openTape(goldenPath))).state.digest,
  );
});
