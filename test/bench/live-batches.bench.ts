/** The market's rules live, a state after each batch, against the hand-written loop, which hands out nothing. */
import assert from "node:assert/strict";
import { project, type Recorded } from "@tapefold/core";
import { Subject } from "rxjs";
import { chosenOf, foldOthers, MarketSides, SHORT_TAPE } from "./market-sides.ts";
import { type Row, race, row, type Runner, type Scale } from "./measure.ts";
import { workload, type WorkloadOptions } from "./workload.ts";

export function liveBatches(scale: Scale): Row[] {
  const sides = new MarketSides();
  const rows = [
    measured(sides, "live, batches of 1", 1, scale),
    measured(sides, "live, batches of 100", 100, scale, { must: 12, wish: 8 }),
    measured(sides, "live, batches of 1,000", 1000, scale),
  ];
  return [...rows, projected(sides, scale)];
}

export function liveBatchesAfterOthers(scale: Scale): Row[] {
  foldOthers(scale === "short" ? 500 : 100_000);
  return [measured(new MarketSides(), "live, batches of 100, after other rule sets", 100, scale)];
}

function measured(
  sides: MarketSides,
  what: string,
  batch: number,
  scale: Scale,
  limits: Pick<Row, "must" | "wish"> = {},
): Row {
  const laps = race(
    { ours: () => sides.live(batch), theirs: () => sides.byHand() },
    () => workload(tapeOf(scale, batch)),
    scale === "short" ? 1 : 5,
  );
  sides.check();
  return row(`${what}; hand-written loop`, laps.ours, laps.theirs, limits);
}

/** All rules behind the operator, one value of each chosen. */
function projected(sides: MarketSides, scale: Scale): Row {
  const index = `INDEX${scale === "short" ? 60 : 2000}`;
  let last: number | null = null;
  const ours = (): Runner => projecting(index, 100, (level) => (last = level));
  const laps = race(
    { ours, theirs: () => sides.byHand() },
    () => workload(tapeOf(scale, 100)),
    scale === "short" ? 1 : 3,
  );
  assert.equal(last, sides.hand.instruments.get(index)?.last);
  return row("live, project() with all rules, batches of 100; hand-written loop", laps.ours, laps.theirs);
}

function projecting(index: string, batch: number, show: (level: number | null) => void): Runner {
  const events = new Subject<readonly Recorded[]>();
  events.pipe(project(chosenOf(index))).subscribe(({ level }) => show(level.last));
  return (stretch) => {
    for (let from = 0; from < stretch.length; from += batch) events.next(stretch.slice(from, from + batch));
  };
}

/** Fewer ticks where each costs more. */
function tapeOf(scale: Scale, batch: number): WorkloadOptions {
  return scale === "short" ? SHORT_TAPE : { ticks: batch === 1 ? 100_000 : 300_000 };
}
