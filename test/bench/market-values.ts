/** The values that the benchmarks fold, taken from tapefold and from the hand-written loop in one form, to be compared. */
import { formatUnits, type State } from "@tapefold/core";
import { guidance, instrumentState, listing, quote, reaction } from "@tapefold/projections";
import type { HandWritten } from "./hand-written.ts";
import { type HeldRecord, type Instrument, NONE, type Reaction } from "./hand-written-market.ts";

export interface MarketValues {
  readonly accepted: number;
  readonly rejected: object;
  readonly revisions: readonly object[];
  readonly instruments: Readonly<Record<string, object>>;
}

/** The values of a state of the market's rules. */
export function valuesOfState(state: State): MarketValues {
  const { accepted, rejected } = state.counts;
  const revisions = [...state.documents(guidance)].flatMap(([issuer, document]) =>
    document.revisions.map((revision) => ({ position: revision.position, issuer, class: revision.class })),
  );
  const instruments = [...state.documents(listing).keys()].map((id) => {
    const one = instrumentState(state, id);
    const quoted = state.read(quote, id);
    const { scale } = state.read(listing, id);
    const price = (units: number | null): string | null =>
      units === null ? null : formatUnits(units, scale);
    const { openPosition, highPosition, lowPosition, lastPosition, closePosition } = quoted;
    const { last, open, high, low, close, phase, date } = one;
    return [
      id,
      {
        date,
        phase,
        prices: { last, open, high, low, close },
        positions: [openPosition, highPosition, lowPosition, lastPosition, closePosition],
        previous: one.previous === null ? null : { date: one.previous.date, close: one.previous.close },
        streak: [one.streak.confirmed, one.streak.since],
        record: { close: recordOf(one.record.close), high: recordOf(one.record.high) },
        reactions: state.read(reaction, id).reactions.map(({ revision, date: reacts, ...prices }) => ({
          revision,
          date: reacts,
          reference: price(prices.reference === null ? null : Number(prices.reference.numerator)),
          prices: [prices.gap, prices.maxUp, prices.maxDown, prices.last, prices.close].map(price),
        })),
      },
    ] as const;
  });
  return { accepted, rejected: { ...rejected }, revisions, instruments: Object.fromEntries(instruments) };
}

type ShownRecord = ReturnType<typeof instrumentState>["record"]["close"];

function recordOf(record: ShownRecord): object | null {
  if (record === null) return null;
  const { level, date, position, since, setThisSession, straight, previous } = record;
  return { level, date, position, since, setThisSession, straight, previous };
}

/** The values that the hand-written loop has come to. */
export function valuesByHand({ accepted, rejected, revisions, instruments }: HandWritten): MarketValues {
  return {
    accepted,
    rejected,
    revisions,
    instruments: Object.fromEntries([...instruments].map(([id, one]) => [id, instrumentByHand(one)])),
  };
}

function instrumentByHand(one: Instrument): object {
  const { openPosition, highPosition, lowPosition, lastPosition, closePosition } = one;
  const price = (units: number): string | null => (units === NONE ? null : formatUnits(units, one.scale));
  return {
    date: one.date,
    phase: one.market.phase,
    prices: {
      last: price(one.last),
      open: price(one.open),
      high: price(one.high),
      low: price(one.low),
      close: price(one.close),
    },
    positions: [openPosition, highPosition, lowPosition, lastPosition, closePosition],
    previous:
      one.previousDate === null
        ? null
        : { date: one.previousDate, close: formatUnits(one.reference, one.scale) },
    streak: [one.streak, one.since],
    record: {
      close: recordByHand(one, one.recordClose, one.close, closePosition),
      high: recordByHand(one, one.recordHigh, one.high, highPosition),
    },
    reactions: one.reactions.map((reaction) => reactionByHand(reaction, price)),
  };
}

/** The record now: the one that stood at the open, or what the session has made of it. */
function recordByHand(one: Instrument, standing: HeldRecord, level: number, position: number): object | null {
  const isBroken = standing.level !== NONE && level > standing.level;
  const isOwn = isBroken || standing.level === NONE;
  const shown = isOwn ? level : standing.level;
  if (shown === NONE) return null;
  const hasEnded = one.close !== NONE;
  return {
    level: formatUnits(shown, one.scale),
    date: isOwn ? one.date : standing.date,
    position: isOwn ? position : standing.position,
    since: standing.first ?? one.date,
    setThisSession: isBroken,
    straight: isBroken ? standing.straight + 1 : hasEnded ? 0 : standing.straight,
    previous:
      standing.level === NONE ? null : { level: formatUnits(standing.level, one.scale), date: standing.date },
  };
}

function reactionByHand(reaction: Reaction, price: (units: number) => string | null): object {
  const { revision, date, reference, gap, maxUp, maxDown, last, close } = reaction;
  return {
    revision,
    date,
    reference: price(reference),
    prices: [gap, maxUp, maxDown, last, close].map(price),
  };
}
