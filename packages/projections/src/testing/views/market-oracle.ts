/**
 * Oracle of all that `replay --json` shows, computed anew from the whole tape: the accepted events, the levels of
 * derived indices, and then each value by its own oracle, from lists and never from another's running state. The
 * digests are left out.
 */
import type { Recorded } from "@tapefold/core";
import { admissionOracle, rejectedCounts } from "../admission/admission-oracle.ts";
import { changeOf } from "../price/exact.ts";
import { guidanceOracle, type GuidanceJson } from "../guidance/guidance-oracle.ts";
import { publishLevels } from "../index-level/index-level-oracle.ts";
import { instantText } from "../price/instant-text.ts";
import { instrumentOracle, moveOf, type InstrumentJson } from "./instrument-oracle.ts";
import { currentOf, referenceOracle, sessionOfInstrument } from "../price/reference-oracle.ts";
import { regionsOracle, type RegionIndex, type RegionJson } from "./region-oracle.ts";
import {
  sectorsOracle,
  sharesOracle,
  statisticsOracle,
  type SectorJson,
  type SharesJson,
  type StatisticJson,
} from "./shares-oracle.ts";
import { FOREVER, instrumentsOf, listingAt, type History } from "../session/history.ts";
import { sessionsCsv } from "../session/session-rows-oracle.ts";

export interface OracleState {
  readonly tape: {
    readonly events: number;
    readonly accepted: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly head: number;
  };
  readonly asOf: { readonly position: number; readonly at: string | null };
  readonly regions: readonly RegionJson[];
  readonly instruments: Readonly<Record<string, InstrumentJson>>;
  readonly statistics: readonly StatisticJson[];
  readonly sectors: readonly SectorJson[];
  readonly shares: readonly SharesJson[];
  readonly guidance: readonly GuidanceJson[];
}

/** The market at the end of a tape, as `replay --json` shows it, without the digests. */
export function marketOracle(log: readonly Recorded[]): OracleState {
  const { verdicts, history } = admissionOracle(log);
  publishLevels(history, log);
  const last = log.at(-1);
  const ids = instrumentsOf(history);
  return {
    tape: {
      events: log.length,
      accepted: verdicts.filter(({ code }) => code === null).length,
      rejected: rejectedCounts(verdicts),
      head: last?.position ?? 0,
    },
    asOf: { position: last?.position ?? 0, at: last === undefined ? null : instantText(last.event.at) },
    regions: regionsOracle(
      history,
      ids.flatMap((id) => regionIndex(history, id) ?? []),
    ),
    // Ids become own properties, whatever they are called.
    instruments: Object.fromEntries(ids.map((id) => [id, instrumentOracle(history, id)])),
    statistics: statisticsOracle(history),
    sectors: sectorsOracle(history),
    shares: sharesOracle(history),
    guidance: guidanceOracle(history),
  };
}

/** The output of `sessions --format csv` for an instrument. */
export function sessionsOracle(log: readonly Recorded[], instrument: string): string {
  return sessionsCsv(historyOracle(log), instrument);
}

/** Accepted events, sessions and ticks of a tape, the published levels of derived indices among the ticks. */
export function historyOracle(log: readonly Recorded[]): History {
  const { history } = admissionOracle(log);
  publishLevels(history, log);
  return history;
}

function regionIndex(history: History, instrument: string): RegionIndex | null {
  const listing = listingAt(history, instrument, FOREVER);
  const session = sessionOfInstrument(history, instrument, FOREVER);
  if (listing?.kind !== "index" || session === null) return null;
  const current = currentOf(history, instrument, session, FOREVER);
  const reference = referenceOracle(history, instrument, session, FOREVER);
  const move = moveOf(current, reference);
  if (current === null || reference === null || move === null || move === "untraded") return null;
  return { instrument, mic: listing.mic, move, change: changeOf(current, reference) };
}
