/** An instrument and an index as the hand-written loop keeps them, and how a price changes them. Prices are units. */

export interface Instrument {
  readonly id: string;
  readonly market: Market;
  readonly scale: number;
  readonly power: number;
  isDerived: boolean;
  isHalted: boolean;
  readonly routes: Route[];
  date: string | null;
  open: number;
  openAt: number;
  high: number;
  low: number;
  last: number;
  lastAt: number;
  close: number;
  openPosition: number;
  highPosition: number;
  lowPosition: number;
  lastPosition: number;
  closePosition: number;
  reference: number;
  previousDate: string | null;
  streak: number;
  since: string | null;
  readonly recordClose: HeldRecord;
  readonly recordHigh: HeldRecord;
  index: Index | undefined;
  /** All there were, and those that prices still concern. */
  readonly reactions: Reaction[];
  live: readonly Reaction[];
}

/** A member's way to an index: its weight there. */
interface Route {
  readonly index: Index;
  readonly weight: number;
}

/** A record as it stood when the session opened. */
export interface HeldRecord {
  level: number;
  date: string;
  position: number;
  straight: number;
  first: string | null;
}

export interface Index {
  readonly instrument: Instrument;
  readonly members: readonly { readonly instrument: Instrument; readonly weight: number }[];
  /** The weighted sum is `base + offset`; the base stays nothing until the offset is no safe integer any more. */
  base: bigint;
  baseNumber: number;
  offset: number;
  missing: number;
  readonly factor: number;
  readonly divisorUnits: bigint;
  readonly divisorPower: bigint;
}

export interface Market {
  readonly instruments: Instrument[];
  date: string | null;
  phase: string;
  openedAt: number;
  isHalted: boolean;
}

export interface Reaction {
  readonly revision: number;
  date: string | null;
  reference: number;
  gap: number;
  gapAt: number;
  maxUp: number;
  maxDown: number;
  last: number;
  lastAt: number;
  close: number;
}

/** No price: below every price there is. */
export const NONE = -1;
export const NO_REACTIONS: readonly Reaction[] = [];
const OFFSET_MOST = 2 ** 52;

/** A print of an instrument; true where it is the last one. */
export function print(one: Instrument, units: number, at: number, position: number): boolean {
  if (one.open === NONE || at < one.openAt) {
    one.open = units;
    one.openAt = at;
    one.openPosition = position;
  }
  const isLast = one.last === NONE || at >= one.lastAt;
  if (isLast) {
    one.last = units;
    one.lastAt = at;
    one.lastPosition = position;
  }
  extend(one, units, position);
  if (one.live !== NO_REACTIONS) for (const reaction of one.live) react(reaction, units, at);
  return isLast;
}

function extend(one: Instrument, units: number, position: number): void {
  if (units > one.high) {
    one.high = units;
    one.highPosition = position;
  }
  if (units < one.low || one.low === NONE) {
    one.low = units;
    one.lowPosition = position;
  }
}

function react(reaction: Reaction, units: number, at: number): void {
  if (reaction.date === null) return;
  if (reaction.gap === NONE || at < reaction.gapAt) {
    reaction.gap = units;
    reaction.gapAt = at;
  }
  if (reaction.last === NONE || at >= reaction.lastAt) {
    reaction.last = units;
    reaction.lastAt = at;
  }
  if (units > reaction.maxUp) reaction.maxUp = units;
  if (units < reaction.maxDown || reaction.maxDown === NONE) reaction.maxDown = units;
}

export function move(index: Index, step: number): void {
  index.offset += step;
  if (index.offset > OFFSET_MOST || index.offset < -OFFSET_MOST) {
    index.base += BigInt(index.offset);
    index.baseNumber = Number(index.base);
    index.offset = 0;
  }
}

/** Publishes the level: rounded in a double where that is sure to be right, else exactly. */
export function publish(index: Index, at: number, position: number): void {
  if (index.missing > 0) return;
  const exact = (index.baseNumber + index.offset) * index.factor;
  const floor = Math.floor(exact);
  const rest = exact - floor;
  let level = rest >= 0.5 ? floor + 1 : floor;
  if (Math.abs(rest - 0.5) < 1e-14 * exact + 1e-9) level = roundExactly(index);
  if (level <= 0) return;
  const { instrument } = index;
  if (instrument.open === NONE) {
    instrument.open = level;
    instrument.openAt = at;
    instrument.openPosition = position;
  }
  instrument.last = level;
  instrument.lastAt = at;
  instrument.lastPosition = position;
  extend(instrument, level, position);
}

function roundExactly({ base, offset, divisorUnits, divisorPower }: Index): number {
  const numerator = (base + BigInt(offset)) * divisorPower;
  return Number((2n * numerator + divisorUnits) / (2n * divisorUnits));
}

/** The weighted sum from scratch; an untraded member stands in at its reference. */
export function sumUp(index: Index): void {
  index.base = 0n;
  index.baseNumber = 0;
  index.offset = 0;
  index.missing = 0;
  for (const { instrument, weight } of index.members) {
    const price = instrument.last === NONE ? instrument.reference : instrument.last;
    if (price === NONE) index.missing += 1;
    else move(index, weight * price);
  }
}

export function openSession(one: Instrument, date: string): void {
  const { live } = one;
  if (one.date !== null) {
    countRecord(one.recordClose, one.close, one.closePosition, one.date);
    countRecord(one.recordHigh, one.high, one.highPosition, one.date);
    if (one.close !== NONE) {
      one.reference = one.close;
      one.previousDate = one.date;
    }
  }
  const hadPrice = one.last !== NONE;
  one.date = date;
  one.open = one.high = one.low = one.last = one.close = NONE;
  one.openPosition = one.highPosition = one.lowPosition = one.lastPosition = one.closePosition = 0;
  if (live === NO_REACTIONS) return;
  const going = live.filter((reaction) => reaction.date === null || !hadPrice);
  for (const reaction of going) Object.assign(reaction, { date, reference: one.reference });
  one.live = going.length === 0 ? NO_REACTIONS : going;
}

function countRecord(record: HeldRecord, level: number, position: number, date: string): void {
  if (level === NONE) return;
  record.first ??= date;
  const isBroken = record.level !== NONE && level > record.level;
  record.straight = isBroken ? record.straight + 1 : 0;
  if (isBroken || record.level === NONE) Object.assign(record, { level, date, position });
}

export function closeSession(one: Instrument, date: string, position: number): void {
  const units = one.last;
  one.close = units;
  one.closePosition = position;
  for (const reaction of one.live) if (reaction.date !== null) reaction.close = units;
  if (one.reference === NONE) return;
  if (units > one.reference) one.streak = Math.max(one.streak, 0) + 1;
  else if (units < one.reference) one.streak = Math.min(one.streak, 0) - 1;
  else one.streak = 0;
  if (one.streak === 0) one.since = null;
  else if (Math.abs(one.streak) === 1) one.since = date;
}
