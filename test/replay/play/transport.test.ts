import { memoryLog, type MarketEvent, parseInstant, type ReadableLog } from "@tapefold/core";
import { type Moment, openTape, replay, stateAt, transport } from "@tapefold/replay";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { ticks } from "../made-ticks.ts";
import { goldenPath, readAll } from "../tape-folder.ts";
import { VirtualClock } from "./virtual-clock.ts";

type StepUnit = Parameters<Awaited<ReturnType<typeof transport>>["step"]>[0];

const { events: golden } = await readAll(openTape(goldenPath));
const goldenLog = memoryLog("golden");
await goldenLog.append(golden.map(({ event }) => event));

async function logOf(events: readonly MarketEvent[]): Promise<ReadableLog> {
  const log = memoryLog();
  await log.append(events);
  return log;
}

/** A tape of ticks at these seconds under a virtual clock, with the moments it has come through. */
async function played(seconds: readonly number[], speed: number | "max" = 1) {
  const scheduler = new VirtualClock();
  const log = await logOf(
    ticks(seconds.length).map((tick, index) => ({ ...tick, at: (seconds[index] as number) * 1e6 })),
  );
  const tape = await transport(log, { speed, scheduler, skipsIdle: false });
  const moments: Moment[] = [];
  tape.moments.subscribe((moment) => moments.push(moment));
  return { tape, scheduler, moments };
}

test("plays at the tape's pace, pauses within a wait and goes on from there", async () => {
  const { tape, scheduler } = await played([0, 10, 20]);
  await tape.play();
  await scheduler.advance(4_000);
  expect(tape.moment).toMatchObject({ status: "playing", position: 1 });
  await tape.pause();
  await scheduler.advance(60_000);
  expect(tape.moment).toMatchObject({ status: "paused", position: 1 });
  await tape.play();
  await scheduler.advance(5_999);
  expect(tape.moment.position).toBe(1);
  await scheduler.advance(1);
  expect(tape.moment.position).toBe(2);
  await scheduler.advance(10_000);
  expect(tape.moment).toMatchObject({ status: "ended", position: 3 });
});

test("a change of speed takes effect within a wait", async () => {
  const { tape, scheduler } = await played([0, 10]);
  await tape.play();
  await scheduler.advance(5_000);
  await tape.setSpeed(0.1);
  await scheduler.advance(49_999);
  expect(tape.moment).toMatchObject({ position: 1, speed: 0.1 });
  await scheduler.advance(1);
  expect(tape.moment.position).toBe(2);
});

test("time in which nobody trades is passed over, unless it is asked for", async () => {
  const session = (date: string, hour: string, type: "SessionOpened" | "SessionClosed"): MarketEvent => ({
    id: `${type}-${date}`,
    type,
    at: parseInstant(`${date}T${hour}:00:00Z`) ?? 0,
    mic: "XTKS",
    date,
  });
  const log = await logOf([
    session("2026-02-09", "00", "SessionOpened"),
    session("2026-02-09", "01", "SessionClosed"),
    session("2026-02-10", "00", "SessionOpened"),
    session("2026-02-10", "01", "SessionClosed"),
  ]);
  for (const [skipsIdle, hours] of [
    [true, 2],
    [false, 25],
  ] as const) {
    const scheduler = new VirtualClock();
    const tape = await transport(log, { scheduler, skipsIdle });
    await tape.play();
    await scheduler.advance(hours * 3_600_000 - 1);
    expect(tape.moment.position).toBe(3);
    await scheduler.advance(1);
    expect(tape.moment.status).toBe("ended");
  }
});

test("steps by event, batch, minute, session and mark, on and back", async () => {
  const tape = await transport(goldenLog);
  const at = (position: number): number => golden[position - 1]?.event.at ?? NaN;
  await tape.step("event");
  expect(tape.moment.position).toBe(1);
  await tape.step("batch");
  const batch = tape.moment.position;
  expect(at(batch)).toBe(at(2));
  expect(at(batch + 1)).not.toBe(at(2));
  await tape.step("session");
  expect(golden[tape.moment.position - 1]?.event.type).toMatch(/^Session(Opened|Closed)$/);
  await tape.step("minute");
  const minute = (position: number): number => Math.floor(at(position) / 60e6);
  expect(minute(tape.moment.position + 1)).toBeGreaterThan(minute(tape.moment.position));
  for (const unit of ["session", "mark"] as const) {
    const before = tape.moment.position;
    await tape.step(unit);
    expect(tape.moment.position).toBeGreaterThan(before);
    await tape.step(unit, -1);
    expect(tape.moment.position).toBeLessThanOrEqual(before);
  }
  await tape.seek({ position: 150 });
  await tape.step("batch", -1);
  expect(at(tape.moment.position + 1)).toBe(at(150));
  expect(at(tape.moment.position)).not.toBe(at(150));
  await tape.step("event", -1);
  await tape.seek({ position: 9_999 });
  expect(tape.moment).toMatchObject({ status: "ended", position: 279 });
  await tape.seek({ instant: 0 });
  expect(tape.moment.position).toBe(0);
});

test("runs until a predicate holds, and seeking on the way doesn't make it forget", async () => {
  const tape = await transport(goldenLog, { speed: "max" });
  await tape.runUntil((_, { type }) => type === "GuidanceRevised");
  await tape.played();
  expect(tape.moment.status).toBe("paused");
  expect(golden[tape.moment.position - 1]?.event.type).toBe("GuidanceRevised");
  const { scheduler, tape: slow } = await played([0, 1, 2, 3, 4, 5]);
  await slow.runUntil(({ position }) => position === 5);
  await scheduler.advance(1_000);
  await slow.seek({ position: 3 });
  await scheduler.advance(60_000);
  expect(slow.moment).toMatchObject({ status: "paused", position: 5 });
});

test("commands given at once are done one after the other", async () => {
  const { tape, scheduler } = await played([0, 1, 2, 3]);
  void tape.play();
  void tape.seek({ position: 2 });
  void tape.step("event", -1);
  await tape.pause();
  expect(tape.moment).toMatchObject({ status: "paused", position: 1 });
  await scheduler.advance(10_000);
  expect(tape.moment.position).toBe(1);
  await tape.play();
  await tape.seek({ position: 2 });
  await scheduler.advance(999);
  expect(tape.moment).toMatchObject({ status: "playing", position: 2 });
  await scheduler.advance(1);
  expect(tape.moment.position).toBe(3);
});

test("a fault of the tape comes through the moments, after the events before it", async () => {
  const log = await logOf(ticks(3));
  let readings = 0;
  const faulty: ReadableLog = {
    name: "faulty",
    async *read(options) {
      yield* log.read(options);
      if ((readings += 1) > 2) throw new Error("gone");
    },
  };
  const tape = await transport(faulty, { speed: "max" });
  let fault: unknown;
  tape.moments.subscribe({ error: (error) => (fault = error) });
  await tape.play();
  await expect(tape.played()).rejects.toThrow("gone");
  expect(fault).toEqual(new Error("gone"));
});

const commands = fc.array(
  fc.oneof(
    fc.record({
      step: fc.constantFrom<StepUnit[]>("event", "batch", "minute", "session", "mark"),
      back: fc.boolean(),
    }),
    fc.record({ seek: fc.integer({ min: -3, max: 290 }) }),
    fc.record({ playMs: fc.constantFrom(1, 500, 5_000) }),
  ),
  { maxLength: 6 },
);

test("wherever it goes, the market is the one at that position", async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (script) => {
      const scheduler = new VirtualClock();
      const tape = await transport(goldenLog, { speed: 600, scheduler });
      for (const command of script) {
        if ("step" in command) await tape.step(command.step, command.back ? -1 : 1);
        else if ("seek" in command) await tape.seek({ position: command.seek });
        else {
          await tape.play();
          await scheduler.advance(command.playMs);
          await tape.pause();
        }
        const { position, state } = tape.moment;
        expect(state.position).toBe(position);
        expect(state.digest).toBe((await stateAt(goldenLog, { position })).state.digest);
      }
      await tape.close();
    }),
    { numRuns: runs(30) },
  );
});

test("replay goes by the same clock", async () => {
  const scheduler = new VirtualClock();
  const log = await logOf(ticks(3));
  const seen: number[] = [];
  replay(log, { speed: 2, scheduler }).subscribe((batch) =>
    seen.push(...batch.map(({ position }) => position)),
  );
  await scheduler.advance(499);
  expect(seen).toEqual([1]);
  await scheduler.advance(501);
  expect(seen).toEqual([1, 2, 3]);
});
