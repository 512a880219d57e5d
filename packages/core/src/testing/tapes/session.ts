/** The arbitrary of tapes: the events of a small plausible market, several sessions of it. */
import fc from "fast-check";
import type { Recorded } from "../../tape/recorded.ts";
import { amendments } from "./amendments.ts";
import { basisChanges } from "./basis-changes.ts";
import { forecasts, ownerships } from "./forecasts.ts";
import { halts } from "./halts.ts";
import { indexSlips, indices, lateDefinitions, rebalances } from "./indices.ts";
import { relistings, shares } from "./instruments.ts";
import { markets } from "./markets.ts";
import { priceTables } from "./price-tables.ts";
import { repeats } from "./repeats.ts";
import { seeds } from "./seeds.ts";
import { cancellations, closings, openings, phaseChanges, sessionSlips, wholeSessions } from "./sessions.ts";
import { statistics } from "./statistics.ts";
import { type Step, TapeWriter } from "./tape-writer.ts";
import { ticks } from "./ticks.ts";

/** The kinds of events that a generated tape may hold; a kind that is not named is included. */
export interface SessionOptions {
  /** Busts, corrections and confirmations. */
  readonly amendments?: boolean;
  /** Splits and base prices. */
  readonly basisChanges?: boolean;
  /** Calendars with holidays, sessions called off. */
  readonly calendars?: boolean;
  /** Derived indices and their rebalances. */
  readonly derived?: boolean;
  readonly guidance?: boolean;
  readonly halts?: boolean;
  /** Tables of price limits and tick sizes, fat-finger limits. */
  readonly priceTables?: boolean;
  /** Faulty events: ticks outside sessions, impossible prices, events sent twice, sessions left open. */
  readonly slips?: boolean;
  /** Records and streaks that came about before the tape. */
  readonly seeds?: boolean;
}

/** True for a kind of events that the tape may hold. */
type Has = (kind: keyof SessionOptions) => boolean;

/**
 * Recorded events of a small market, up to about two hundred, valid by the schema and mostly plausible. A failing
 * property is shrunk to fewer and simpler events.
 */
export function session(options: SessionOptions = {}): fc.Arbitrary<Recorded[]> {
  const has: Has = (kind) => options[kind] ?? true;
  const beginning = fc.tuple(
    markets(has("calendars")),
    some(has("priceTables"), priceTables(), 2),
    shares(has("priceTables")),
    indices(has("derived")),
    some(has("seeds"), seeds(), 8),
    some(has("guidance"), ownerships(), 2),
  );
  return fc.tuple(beginning, fc.array(anyStep(has), { maxLength: 120, size: "max" })).map(([first, then]) => {
    const tape = new TapeWriter();
    for (const step of first) step(tape);
    for (const step of then) step(tape);
    return tape.log;
  });
}

function anyStep(has: Has): fc.Arbitrary<Step> {
  const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>, included = true) =>
    included ? [{ weight, arbitrary }] : [];
  return fc.oneof(
    ...weighted(20, ticks(has("slips"))),
    ...weighted(8, wholeSessions(has("slips"))),
    ...weighted(5, openings(has("slips"))),
    ...weighted(4, closings()),
    ...weighted(3, phaseChanges()),
    ...weighted(6, amendments(), has("amendments")),
    ...weighted(3, basisChanges(has("slips")), has("basisChanges")),
    ...weighted(1, cancellations(), has("calendars")),
    ...weighted(2, rebalances(), has("derived")),
    ...weighted(1, lateDefinitions(), has("derived")),
    ...weighted(3, forecasts(), has("guidance")),
    ...weighted(3, halts(), has("halts")),
    ...weighted(1, priceTables(), has("priceTables")),
    ...weighted(1, seeds(), has("seeds")),
    ...weighted(1, relistings()),
    ...weighted(1, statistics()),
    ...weighted(3, repeats(), has("slips")),
    ...weighted(1, sessionSlips(), has("slips")),
    ...weighted(1, indexSlips(), has("slips") && has("derived")),
  );
}

function some(included: boolean, step: fc.Arbitrary<Step>, maxLength: number): fc.Arbitrary<Step> {
  if (!included) return fc.constant(() => {});
  return fc.array(step, { maxLength, size: "max" }).map((steps) => (tape) => {
    for (const one of steps) one(tape);
  });
}
