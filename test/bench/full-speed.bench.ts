/** The market's rules at full speed, a state at the end alone, against the hand-written loop. */
import { foldOthers, MarketSides, SHORT_TAPE } from "./market-sides.ts";
import { type Row, race, row, type Scale } from "./measure.ts";
import { workload } from "./workload.ts";

const LIMITS = { must: 2, wish: 1.6 };

export function fullSpeed(scale: Scale): Row[] {
  return [measured("full speed, nothing folded before", scale)];
}

export function fullSpeedAfterOthers(scale: Scale): Row[] {
  foldOthers(scale === "short" ? 500 : 100_000);
  return [measured("full speed, after other rule sets", scale)];
}

function measured(what: string, scale: Scale): Row {
  const sides = new MarketSides();
  const laps = race(
    { ours: () => sides.fullSpeed(), theirs: () => sides.byHand() },
    () => workload(scale === "short" ? SHORT_TAPE : { ticks: 1_000_000 }),
    scale === "short" ? 1 : 5,
  );
  sides.check();
  return row(`${what}; hand-written loop`, laps.ours, laps.theirs, LIMITS);
}
