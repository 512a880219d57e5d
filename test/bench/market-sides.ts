/** The sides of the market races, and other rules that make the engine's call sites busy before. */
import assert from "node:assert/strict";
import { defineProjection, Fold, type Recorded } from "@tapefold/core";
import {
  guidance,
  indexLevel,
  marketRules,
  quote,
  reaction,
  recordClose,
  recordHigh,
  sessionStreak,
  streakRule,
} from "@tapefold/projections";
import { HandWritten } from "./hand-written.ts";
import { valuesByHand, valuesOfState } from "./market-values.ts";
import type { Runner } from "./measure.ts";
import { workload, type WorkloadOptions } from "./workload.ts";

/** A tape of a few sessions, to see that results are right. */
export const SHORT_TAPE: WorkloadOptions = {
  ticks: 3000,
  instruments: 60,
  indices: [10, 30, 60],
  ticksPerSession: 500,
};

/** Both sides over one tape; `hand` and `fold` are what the last round has come to. */
export class MarketSides {
  hand = new HandWritten();
  fold = new Fold(marketRules);

  byHand(): Runner {
    this.hand = new HandWritten();
    return (events) => this.hand.add(events);
  }

  /** No state is taken before the end. */
  fullSpeed(): Runner {
    this.fold = new Fold(marketRules);
    return (events) => {
      this.fold.add(events);
    };
  }

  /** A state is taken after each batch. */
  live(batch: number): Runner {
    this.fold = new Fold(marketRules);
    return (events) => {
      for (let from = 0; from < events.length; from += batch) {
        this.fold.add(events.slice(from, from + batch));
        void this.fold.state;
      }
    };
  }

  /** @throws AssertionError where the values differ. */
  check(): void {
    assert.deepEqual(valuesOfState(this.fold.state), valuesByHand(this.hand));
  }
}

/** A value of each of the market's rules, which so are folded one and all. */
export function chosenOf(index: string): {
  readonly said: ReturnType<typeof guidance>;
  readonly level: ReturnType<typeof indexLevel>;
  readonly reacted: ReturnType<typeof reaction>;
  readonly close: ReturnType<typeof recordClose>;
  readonly high: ReturnType<typeof recordHigh>;
  readonly streak: ReturnType<typeof sessionStreak>;
} {
  return {
    said: guidance("issuer-S1000"),
    level: indexLevel(index),
    reacted: reaction("S1000"),
    close: recordClose(index),
    high: recordHigh(index),
    streak: sessionStreak(index),
  };
}

/** Folds with sets of rules that are not the market's, so that what follows is not the engine's first. */
export function foldOthers(ticks: number): void {
  const tape = (): Iterable<readonly Recorded[]> => workload({ ticks, instruments: 100, indices: [] });
  const counts = defineProjection<{ count: number }>({
    name: "count",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { count: 0 },
    on: {
      PriceTicked: (one) => {
        one.count += 1;
      },
    },
  });
  const range = defineProjection<{ from: number; to: number; days: string[] }>({
    name: "range",
    version: 1,
    needs: [counts],
    key: { PriceTicked: ({ instrument }) => [instrument, "all"], SessionOpened: () => "all" },
    initial: { from: 0, to: 0, days: [] },
    on: {
      PriceTicked: (one, { price }, { key, read }) => {
        one.from = read(counts, key).count === 1 ? Number(price) : Math.min(one.from, Number(price));
        one.to = Math.max(one.to, Number(price));
      },
      SessionOpened: (one, { date }) => {
        one.days.push(date);
      },
    },
  });
  for (const rules of [[counts], [range], [quote], [streakRule("carry")]]) {
    const fold = new Fold(rules);
    for (const batch of tape()) {
      fold.add(batch);
      void fold.state;
    }
  }
}
