/** The session of an instrument as a chart draws it: prices up to a position, and nothing after it. */
import type { Instant, State, TradingDate } from "@tapefold/core";
import { listing, market, quote } from "@tapefold/projections";
import type { LoadedTape } from "./loaded-tape.ts";

/** Seconds since 1970, and a price in the instrument's units; seconds rise. */
export type ChartPoint = readonly [second: number, units: number];

export interface ChartSession {
  readonly instrument: string;
  readonly date: TradingDate | null;
  /** Decimals of a unit. */
  readonly scale: number;
  /** The exchange's IANA zone, as the tape says. */
  readonly zone: string;
  /** Instants of phases in seconds since 1970. */
  readonly phases: readonly { readonly phase: string; readonly second: number }[];
}

/** Most points of a chart, the last not counted; of more, every so many are drawn. */
const POINTS_MAX = 1_000;

export function chartSession({ survey }: LoadedTape, state: State, instrument: string): ChartSession {
  const { mic, scale } = state.read(listing, instrument);
  const { date } = state.read(quote, instrument);
  const phases = survey.sessions.flatMap(({ position, event }) =>
    position <= state.position &&
    "date" in event &&
    "mic" in event &&
    event.mic === mic &&
    event.date === date
      ? [{ phase: phaseOf(event), second: secondOf(event.at) }]
      : [],
  );
  return { instrument, date, scale, zone: state.read(market, mic).zone, phases };
}

export function chartPoints(
  { samples }: LoadedTape,
  state: State,
  session: ChartSession,
): readonly ChartPoint[] {
  const { instrument, date } = session;
  if (date === null) return [];
  const bySecond = new Map<number, number>();
  const sampled = samples.pointsOf(instrument, date, state.position);
  // The last sample may be followed by a price that was not looked at.
  const { last, lastAt, close } = state.read(quote, instrument);
  const points = [...sampled, ...(last === null ? [] : [{ at: lastAt, price: last }])];
  for (const { at, price } of points) bySecond.set(secondOf(at), price);
  const closed = session.phases.findLast(({ phase }) => phase === "closed");
  if (close !== null && closed !== undefined) bySecond.set(closed.second, close);
  const inOrder = [...bySecond].sort(([a], [b]) => a - b);
  const apart = Math.ceil(inOrder.length / POINTS_MAX);
  return inOrder.filter((_, at) => at % apart === 0 || at === inOrder.length - 1);
}

function phaseOf(event: { readonly type: string; readonly phase?: string }): string {
  if (event.type === "SessionClosed") return "closed";
  return event.type === "SessionCancelled" ? "cancelled" : (event.phase ?? "open");
}

function secondOf(at: Instant): number {
  return Math.floor(at / 1_000_000);
}
