/**
 * Oracle of one instrument's state: its quote in the market's latest session, its reference, and its streak, records,
 * milestone, lead and make-up, each by its own oracle. The price is the close once the session is closed, before that
 * the last.
 */
import type { InstrumentKind, TradingDate } from "@tapefold/core";
import {
  absolute,
  changeOf,
  compare,
  fixed,
  minus,
  percentText,
  ratio,
  sign,
  type Rational,
} from "../price/exact.ts";
import { isHalted } from "../admission/halt-oracle.ts";
import { indexOracle, type IndexJson } from "../index-level/index-oracle.ts";
import { lookingBackOracle, type SessionJson, type SinceJson } from "./looking-back-oracle.ts";
import type { PeriodsJson } from "./periods-oracle.ts";
import { milestoneOracle, type MilestoneJson } from "./milestone-oracle.ts";
import { overnightOracle, type OvernightLead } from "./overnight-oracle.ts";
import { NO_QUOTE, quoteOracle } from "../price/quote-oracle.ts";
import { recordOracle, type RecordJson } from "../record/record-oracle.ts";
import {
  basisOnDate,
  NEVER,
  previousClose,
  previousOf,
  referenceOracle,
  sessionOfInstrument,
  streakSeed,
  type PreviousClose,
} from "../price/reference-oracle.ts";
import { FOREVER, listingAt, phaseAt, type History, type Session } from "../session/history.ts";
import { streakCourseOracle, type StreakCourseJson } from "../streak/streak-course-oracle.ts";
import { streakOracle, type StreakState } from "../streak/streak-oracle.ts";

export type Move = "up" | "down" | "little-changed" | "untraded";

export interface InstrumentJson {
  readonly kind: InstrumentKind;
  readonly mic: string;
  readonly date: TradingDate | null;
  readonly phase: "pre" | "open" | "break" | "auction" | "halted" | "closed";
  readonly last: string | null;
  readonly open: string | null;
  readonly high: string | null;
  readonly low: string | null;
  readonly close: string | null;
  readonly previous: {
    readonly date: TradingDate;
    readonly close: string;
    readonly changePct: string | null;
  } | null;
  readonly change: string | null;
  readonly changePct: string | null;
  readonly move: Move | null;
  readonly streak: StreakState & StreakCourseJson;
  readonly record: { readonly close: RecordJson | null; readonly high: RecordJson | null };
  readonly milestone: MilestoneJson | null;
  readonly session: SessionJson | null;
  readonly since: SinceJson | null;
  readonly periods: PeriodsJson | null;
  readonly overnightLead: OvernightLead | null;
  readonly index: IndexJson | null;
}

/** One instrument at the end of a history, as `replay --json` shows it. */
export function instrumentOracle(history: History, instrument: string): InstrumentJson {
  const { kind = "equity", mic = "", scale = 0 } = listingAt(history, instrument, FOREVER) ?? {};
  const session = sessionOfInstrument(history, instrument, FOREVER);
  const quote = session === null ? NO_QUOTE : quoteOracle(history, instrument, session, FOREVER);
  const current = quote.close ?? quote.last;
  const reference = session === null ? null : referenceOracle(history, instrument, session, FOREVER);
  const change = current === null || reference === null ? null : { current, reference };
  const text = (price: Rational | null) => (price === null ? null : fixed(price, scale));
  const streak = streakOracle(history, instrument);
  const isIndex = kind === "index";
  return {
    kind,
    mic,
    date: session?.date ?? null,
    phase: phaseOf(history, instrument, session),
    last: text(quote.last),
    open: text(quote.open),
    high: text(quote.high),
    low: text(quote.low),
    close: text(quote.close),
    previous: previousJson(history, instrument, session, scale),
    change: change === null ? null : fixed(minus(change.current, change.reference), scale),
    changePct: change === null ? null : percentText(changeOf(change.current, change.reference)),
    move: moveOf(current, reference),
    streak: { ...streak, ...streakCourseOracle(history, instrument, streak) },
    record: {
      close: recordOracle(history, instrument, "close", scale),
      high: recordOracle(history, instrument, "high", scale),
    },
    milestone: isIndex && current !== null ? milestoneOracle(current, reference, quote.high, scale) : null,
    ...lookingBackOracle(history, instrument, scale),
    overnightLead: overnightOracle(history, mic),
    index: isIndex ? indexOracle(history, instrument) : null,
  };
}

function phaseOf(history: History, instrument: string, session: Session | null): InstrumentJson["phase"] {
  if (session === null) return "pre";
  const phase = phaseAt(session, FOREVER);
  return phase !== "closed" && isHalted(history, { mic: session.mic, instrument }, FOREVER)
    ? "halted"
    : phase;
}

function previousJson(
  history: History,
  instrument: string,
  session: Session | null,
  scale: number,
): InstrumentJson["previous"] {
  const previous =
    session === null ? seededClose(history, instrument) : previousOf(history, instrument, session, FOREVER);
  if (previous === null) return null;
  const { date, close } = previous;
  return { date, close: fixed(close, scale), changePct: previousChange(history, instrument, previous) };
}

/** The close of a seed on its own basis, for an instrument before its first session. */
function seededClose(history: History, instrument: string): PreviousClose | null {
  const seed = streakSeed(history, instrument, FOREVER);
  if (seed === null) return null;
  return previousClose(
    history,
    instrument,
    NEVER,
    basisOnDate(history, instrument, seed.event.date),
    FOREVER,
  );
}

/** The change of the previous session; null if the close is a seed's, or if that session had no reference. */
function previousChange(history: History, instrument: string, { session }: PreviousClose): string | null {
  if (session === null) return null;
  const { close, last } = quoteOracle(history, instrument, session, FOREVER);
  const settled = close ?? last;
  const reference = referenceOracle(history, instrument, session, FOREVER);
  return settled === null || reference === null ? null : percentText(changeOf(settled, reference));
}

/** The word for a move: little changed within 0.10 % of the reference; null with a price and no reference. */
export function moveOf(current: Rational | null, reference: Rational | null): Move | null {
  if (current === null) return "untraded";
  if (reference === null) return null;
  const change = changeOf(current, reference);
  if (compare(absolute(change), ratio(10n, 10_000n)) <= 0) return "little-changed";
  return sign(change) > 0 ? "up" : "down";
}
