/** The cost of an event as the tape, the market and its indices grow. */
import assert from "node:assert/strict";
import { Course, type Lap, lapsOf } from "./course.ts";
import { MarketSides } from "./market-sides.ts";
import { type Row, row, type Scale } from "./measure.ts";

const MILLION = 1_000_000;

export function growth(scale: Scale): Row[] {
  return [...byEvents(scale), ...byInstruments(scale), ...byMembers(scale)];
}

/** One fold over the longest tape; the shorter ones are folded again and again meanwhile. */
function byEvents(scale: Scale): Row[] {
  const most = scale === "short" ? 20_000 : 10 * MILLION;
  const kind = scale === "short" ? { instruments: 20, indices: [5, 20] } : {};
  const ticksPerSession = most / 100;
  const courses = [most / 100, most / 10, most].map(
    (ticks) => new Course({ ...kind, ticks, ticksPerSession }),
  );
  const [short, medium, long] = courses as [Course, Course, Course];
  const warmUp = new Course({ ...kind, ticks: most / 100, ticksPerSession });
  while (warmUp.finished < 2) warmUp.step();
  const steps = scale === "short" ? 2 : undefined;
  const laps: Lap[][] = courses.map(() => []);
  for (let ended = false; !ended;) {
    const end = long.position + most / 10;
    while (!ended && long.position < end) {
      for (const course of courses) course.turn(steps);
      ended = long.finished > 0;
    }
    if (!ended) courses.forEach((course, which) => laps[which]?.push(course.lap()));
  }
  assert.ok(
    medium.finished > 1 && short.finished > medium.finished,
    "the shorter tapes are folded again and again",
  );
  const [of100k = [], of1m = [], of10m = []] = laps.map((lap) => [mean(lap.map(({ events }) => events))]);
  const last = [laps[2]?.at(-1)?.events ?? NaN];
  const lastOfShort = [laps[0]?.at(-1)?.events ?? NaN];
  return [
    row("an event of 1 M; of 100 k", of1m, of100k),
    row("an event of 10 M; of 100 k", of10m, of100k, { must: 1.15, wish: 1 }),
    row("an event of the tenth million; of 100 k", last, lastOfShort),
  ];
}

/**
 * The market's indices, as far as there are members; and one index of all instruments, so that a tick makes two
 * passes whatever their number. What the hand-written loop's ticks then cost is what the processor's cache does.
 */
function byInstruments(scale: Scale): Row[] {
  const [least, most, golden] = scale === "short" ? [5, 20, [3, 10]] : [50, 5000, [225, 500, 2000]];
  const middle = scale === "short" ? 10 : 500;
  const clipped = [least, middle, most].map((instruments) => {
    const indices = golden.map((members) => Math.min(members, instruments));
    return new Course({ ...market(scale), instruments, indices: [...new Set(indices)] });
  });
  const ofAll = [least, most].map((size) => ({ ...market(scale), instruments: size, indices: [size] }));
  const byHand = ofAll.map((options) => new Course(options, () => new MarketSides().byHand()));
  const laps = measured([...clipped, ...ofAll.map((options) => new Course(options)), ...byHand], scale);
  const ticks = laps.map((all) => all.map((lap) => lap.ticks));
  const events = laps.map((all) => all.map((lap) => lap.events));
  const [few = [], some = [], many = [], fewOfAll = [], manyOfAll = [], fewByHand = [], manyByHand = []] =
    ticks;
  return [
    row("a tick among 500 instruments; among 50", some, few),
    row("a tick among 5,000 instruments; among 50", many, few, { must: 1.3, wish: 1.1 }),
    row("the same with opens and closes, 100 k ticks a session", events[2] ?? [], events[0] ?? []),
    row("the same with one index of them all", manyOfAll, fewOfAll),
    row("the same by the hand-written loop", manyByHand, fewByHand),
  ];
}

/** One index over the first of 2,000 instruments; a pass is a tick, or what it makes of the index. */
function byMembers(scale: Scale): Row[] {
  const [instruments, sizes] = scale === "short" ? [20, [2, 5, 20]] : [2000, [30, 225, 2000]];
  const courses = sizes.map((members) => new Course({ ...market(scale), instruments, indices: [members] }));
  const [few = [], some = [], many = []] = measured(courses, scale).map((laps, which) =>
    laps.map(({ ticks }) => ticks / (1 + (sizes[which] as number) / instruments)),
  );
  return [
    row("a pass with 225 members; with 30", some, few),
    row("a pass with 2,000 members; with 30", many, few, { must: 1.3, wish: 1 }),
  ];
}

function market(scale: Scale): { ticks: number; ticksPerSession: number } {
  return scale === "short"
    ? { ticks: 4000, ticksPerSession: 2500 }
    : { ticks: 5 * MILLION, ticksPerSession: 100_000 };
}

/** Five laps, each of two sessions. */
function measured(courses: readonly Course[], scale: Scale): Lap[][] {
  return scale === "short" ? lapsOf(courses, 1, 1, 4) : lapsOf(courses, 5, 2);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
