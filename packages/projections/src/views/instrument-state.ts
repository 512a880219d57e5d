/** One instrument in the market's state: its session, and the values of the rules, as texts. */
import {
  divideFractions,
  type Fraction,
  fraction,
  formatUnits,
  type InstrumentKind,
  type Phase,
  type Read,
  subtractFractions,
  type TradingDate,
  type Readable,
} from "@tapefold/core";
import { phaseOf } from "../session/halt.ts";
import { type IndexState, indexState } from "./index-state.ts";
import { listing } from "../reference/listing.ts";
import {
  endedStreakState,
  type EndedStreakState,
  percentOrNull,
  type LookingBackState,
  lookingBackState,
} from "./looking-back-state.ts";
import { milestoneOf } from "./milestone.ts";
import { changeRatio, type Move, moveOf, type Nearness, nearnessOf } from "../price/move.ts";
import { type OvernightLead, overnightLead } from "./overnight-lead.ts";
import { percent, priceText } from "../price/price-text.ts";
import { currentPrice } from "../price/price-of.ts";
import { quote, type Quote } from "../price/quote.ts";
import type { RecordView } from "../record/record.ts";
import { recordNow } from "../record/record-of-basis.ts";
import { provisionalStreak, sessionStreak } from "../streak/session-streak.ts";
import { streakCourse } from "../streak/streak-course.ts";
import { onBasis, split } from "../reference/split.ts";

/** The state of one instrument as texts; a value that does not exist yet is null. */
export interface InstrumentState extends LookingBackState {
  readonly kind: InstrumentKind;
  readonly mic: string;
  readonly date: TradingDate | null;
  readonly phase: "pre" | Phase | "halted" | "closed";
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
  readonly move: Move | "untraded" | null;
  readonly streak: {
    readonly confirmed: number | null;
    readonly provisional: number | null;
    readonly since: TradingDate | null;
    readonly cumulativePct: string | null;
    readonly ended: EndedStreakState | null;
  };
  readonly record: { readonly close: RecordText | null; readonly high: RecordText | null };
  readonly milestone: MilestoneText | null;
  readonly overnightLead: OvernightLead | null;
  readonly index: IndexState | null;
}

export interface RecordText {
  readonly level: string;
  readonly date: TradingDate;
  readonly position: number;
  readonly complete: boolean;
  readonly since: TradingDate | null;
  readonly setThisSession: boolean;
  readonly straight: number;
  readonly previous: { readonly level: string; readonly date: TradingDate } | null;
  readonly gap: string | null;
  readonly shortfallPct: string | null;
  readonly near: Nearness | null;
}

export interface MilestoneText {
  readonly level: string;
  readonly neededPct: string;
  readonly toward: boolean | null;
  /** Rising; at most the 1,000 highest. */
  readonly reached: readonly string[];
  readonly gaveBack: readonly string[];
}

/** The state of an instrument, from a state folded by `marketRules`; the instrument must be listed. */
export function instrumentState({ read }: Readable, instrument: string): InstrumentState {
  return {
    ...currentState(read, instrument),
    index: indexOf(read, instrument),
    ...lookingBackState(read, instrument),
  };
}

/** The make-up of an index; null for any other instrument. */
export function indexOf(read: Read, instrument: string): IndexState | null {
  const { kind, scale } = read(listing, instrument);
  return kind === "index" ? indexState(read, instrument, scale) : null;
}

/** The part of the state that needs no look at members, or back over earlier sessions. */
export function currentState(
  read: Read,
  instrument: string,
): Omit<InstrumentState, "index" | keyof LookingBackState> {
  const { kind, mic, scale } = read(listing, instrument);
  const quoted = read(quote, instrument);
  const { date, open, high, low, last, close, reference } = quoted;
  const price = currentPrice(quoted);
  const text = (units: number | null): string | null => (units === null ? null : formatUnits(units, scale));
  const moved = price === null || reference === null ? null : { price, reference };
  const { confirmed, since: streakSince } = read(sessionStreak, instrument);
  const { cumulative, ended } = streakCourse(read, instrument);
  return {
    kind,
    mic,
    date,
    phase: date === null ? "pre" : phaseOf(read, mic, instrument),
    last: text(last),
    open: text(open ?? close),
    high: text(high),
    low: text(low),
    close: text(close),
    previous: previousState(read, instrument, quoted, scale),
    change:
      moved === null ? null : priceText(subtractFractions(fraction(moved.price), moved.reference), scale),
    changePct: moved === null ? null : percent(changeRatio(moved.price, moved.reference)),
    move: price === null ? "untraded" : moved === null ? null : moveOf(moved.price, moved.reference),
    streak: {
      confirmed,
      provisional: provisionalStreak(read(sessionStreak, instrument), instrument, "reset", read),
      since: streakSince,
      cumulativePct: percentOrNull(cumulative),
      ended: endedStreakState(ended),
    },
    record: {
      close: recordText(recordNow(read, instrument, "close"), quoted, scale),
      high: recordText(recordNow(read, instrument, "high"), quoted, scale),
    },
    milestone: kind === "index" && price !== null ? milestoneText(price, quoted, scale) : null,
    overnightLead: overnightLead(read, mic),
  };
}

function previousState(
  read: Read,
  instrument: string,
  { previous, date }: Quote,
  scale: number,
): InstrumentState["previous"] {
  if (previous === null) return null;
  const close = onBasis(read(split, instrument), previous.close, previous.date, date ?? previous.date);
  const changePct =
    previous.reference === null ? null : percent(changeRatio(previous.close, previous.reference));
  return { date: previous.date, close: priceText(close, scale), changePct };
}

function recordText(record: RecordView | null, quoted: Quote, scale: number): RecordText | null {
  if (record === null) return null;
  const { level, previous } = record;
  const price = currentPrice(quoted);
  const gap: Fraction | null = price === null ? null : subtractFractions(level, fraction(price));
  return {
    ...record,
    level: priceText(level, scale),
    previous: previous === null ? null : { level: priceText(previous.level, scale), date: previous.date },
    gap: gap === null ? null : priceText(gap, scale),
    shortfallPct: gap === null ? null : percent(divideFractions(gap, level)),
    near: price === null ? null : nearnessOf(price, level, quoted.reference),
  };
}

function milestoneText(price: number, { high, reference }: Quote, scale: number): MilestoneText {
  const { level, needed, toward, reached, gaveBack } = milestoneOf(price, high, reference);
  const text = (one: Fraction): string => priceText(one, scale);
  return {
    level: text(level),
    neededPct: percent(needed),
    toward,
    reached: reached.map(text),
    gaveBack: gaveBack.map(text),
  };
}
