import fc from "fast-check";
import type { Phase } from "../../tape/event.ts";
import type { Decimal } from "../../exact/decimal.ts";
import {
  dateOf,
  type InstrumentBook,
  type MarketBook,
  pick,
  priceOf,
  type Step,
  type TapeWriter,
} from "./tape-writer.ts";
import { rarely, ticks } from "./ticks.ts";

/** How an official close lies to the last price; `none` if the exchange gives no close. */
type CloseChoice = "none" | "last" | "unchanged" | "record" | "lower";

const PHASES: readonly Phase[] = ["open", "auction", "break"];

/** Opens the next session of a market; now and then one later than the next, or before the last is closed. */
export function openings(refusable: boolean): fc.Arbitrary<Step> {
  return fc
    .record({
      market: fc.nat({ max: 7 }),
      phase: fc.constantFrom(undefined, undefined, ...PHASES),
      skipped: refusable ? rarely() : fc.constant(false),
      whileOpen: refusable ? rarely() : fc.constant(false),
    })
    .map(({ market, phase, skipped, whileOpen }) => (tape) => {
      const chosen = pick(
        tape.markets.filter((one) => one.phase === null || whileOpen),
        market,
      );
      if (chosen !== undefined) open(tape, chosen, phase, skipped ? 1 : 0);
    });
}

/** Moves an open session into another phase. */
export function phaseChanges(): fc.Arbitrary<Step> {
  return fc
    .record({ market: fc.nat({ max: 7 }), phase: fc.constantFrom(...PHASES) })
    .map(({ market, phase }) => (tape) => {
      const chosen = pick(openMarkets(tape), market);
      if (chosen === undefined) return;
      tape.wait(1_000_000);
      tape.write({ type: "SessionPhaseChanged", mic: chosen.mic, date: dateOf(chosen.day), phase });
      chosen.phase = phase;
    });
}

/** Closes an open session, each of its instruments with or without an official close. */
export function closings(): fc.Arbitrary<Step> {
  return fc
    .record({ market: fc.nat({ max: 7 }), closes: closeChoices() })
    .map(({ market, closes }) => (tape) => {
      const chosen = pick(openMarkets(tape), market);
      if (chosen !== undefined) close(tape, chosen, closes);
    });
}

/** A whole session of one market: opened, traded, closed. */
export function wholeSessions(refusable: boolean): fc.Arbitrary<Step> {
  return fc
    .record({
      market: fc.nat({ max: 7 }),
      phase: fc.constantFrom(undefined, ...PHASES),
      trading: fc.array(ticks(refusable), { maxLength: 6, size: "max" }),
      closes: closeChoices(),
    })
    .map(({ market, phase, trading, closes }) => (tape) => {
      const chosen = pick(tape.markets, market);
      if (chosen === undefined) return;
      if (chosen.phase === null) open(tape, chosen, phase, 0);
      for (const step of trading) step(tape);
      close(tape, chosen, closes);
    });
}

/** Calls a session off before it opens. */
export function cancellations(): fc.Arbitrary<Step> {
  return fc.nat({ max: 7 }).map((market) => (tape) => {
    const chosen = pick(
      tape.markets.filter(({ phase }) => phase === null),
      market,
    );
    if (chosen === undefined) return;
    chosen.day = nextDay(chosen);
    tape.write({ type: "SessionCancelled", mic: chosen.mic, date: dateOf(chosen.day), reason: "typhoon" });
  });
}

/** Faulty events of sessions: a wrong date, a close of a session that isn't open, an opening told twice. */
export function sessionSlips(): fc.Arbitrary<Step> {
  return fc
    .record({
      market: fc.nat({ max: 7 }),
      type: fc.constantFrom("SessionOpened", "SessionClosed", "SessionPhaseChanged", "SessionCancelled"),
      daysOff: fc.integer({ min: -3, max: 0 }),
      mic: fc.constantFrom(undefined, undefined, undefined, "XXXX"),
    })
    .map(({ market, type, daysOff, mic }) => (tape) => {
      const chosen = pick(tape.markets, market);
      if (chosen === undefined) return;
      // An open session must not be closed or moved without the writer's books.
      const day = Math.max(0, chosen.day + daysOff - (chosen.phase === null || mic !== undefined ? 0 : 1));
      const fields = { mic: mic ?? chosen.mic, date: dateOf(day) };
      if (chosen.day < 0 && type !== "SessionClosed") return;
      if (type === "SessionPhaseChanged") tape.write({ type, ...fields, phase: "break" });
      else tape.write({ type, ...fields });
    });
}

function closeChoices(): fc.Arbitrary<readonly CloseChoice[]> {
  const one = fc.constantFrom<CloseChoice>("none", "none", "last", "unchanged", "record", "lower");
  return fc.array(one, { minLength: 1, maxLength: 5, size: "max" });
}

function openMarkets({ markets }: TapeWriter): readonly MarketBook[] {
  return markets.filter(({ phase }) => phase !== null);
}

function nextDay({ day, holidays }: MarketBook): number {
  let next = day + 1;
  while (holidays.has(next)) next += 1;
  return next;
}

function open(tape: TapeWriter, market: MarketBook, phase: Phase | undefined, skipped: number): void {
  for (let left = skipped; left >= 0; left -= 1) market.day = nextDay(market);
  tape.wait(1_000_000);
  tape.waitForOpening(market, market.day);
  market.phase = phase ?? "open";
  tape.write({
    type: "SessionOpened",
    mic: market.mic,
    date: dateOf(market.day),
    ...(phase === undefined ? {} : { phase }),
  });
}

function close(tape: TapeWriter, market: MarketBook, choices: readonly CloseChoice[]): void {
  const here = tape.instruments.filter((one) => one.market === market);
  const closes: Record<string, Decimal> = {};
  here.forEach((known, index) => {
    const choice = pick(choices, index) ?? "none";
    const units = Math.min(closeUnits(known, choice), Number.MAX_SAFE_INTEGER);
    if (choice !== "none") closes[known.instrument] = priceOf(units, known);
    known.price = units;
    known.close = units;
    known.high = Math.max(known.high, units);
  });
  market.phase = null;
  tape.wait(1_000_000);
  const given = Object.keys(closes).length === 0 ? {} : { closes };
  tape.write({ type: "SessionClosed", mic: market.mic, date: dateOf(market.day), ...given });
}

function closeUnits({ price, close, high }: InstrumentBook, choice: CloseChoice): number {
  switch (choice) {
    case "none":
    case "last":
      return price;
    case "unchanged":
      return close;
    case "record":
      return high + 1;
    case "lower":
      return Math.max(1, price - 1);
  }
}
