/** The generated tapes reach the corners that the laws are for: each is met in so many of a fixed run of tapes. */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { indexDefinition, marketState, type MarketState } from "@tapefold/projections";
import { admissionOracle, historyOracle, type History, missingBefore } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folded, instrumentsAfter, ticksOf } from "./tapes.ts";

type Code = NonNullable<ReturnType<typeof admissionOracle>["verdicts"][number]["code"]>;

interface Reached {
  readonly events: readonly MarketEvent[];
  readonly accepted: readonly MarketEvent[];
  readonly codes: ReadonlySet<Code | null>;
  readonly isSplitToldAgain: boolean;
  readonly log: readonly Recorded[];
  readonly history: History;
  readonly state: MarketState;
  readonly weightings: ReadonlySet<string>;
}

const TAPES = 250;
const tapes: readonly Reached[] = fc.sample(session(), { numRuns: TAPES, seed: 1 }).map(reachedBy);

const CODES: readonly Code[] = [
  "busted",
  "unknown",
  "duplicate",
  "id-conflict",
  "derived",
  "outside-session",
  "session-closed",
  "halted",
  "bad-price",
  "off-tick",
  "limit",
  "fat-finger",
  "never-closed",
  "double-open",
  "split-intraday",
];

const corners: Readonly<Record<string, (tape: Reached) => boolean>> = {
  ...Object.fromEntries(CODES.map((code) => [`refused as ${code}`, ({ codes }: Reached) => codes.has(code)])),
  ...Object.fromEntries(
    ["price", "adjusted-price", "cap"].map((kind) => [
      `an index of ${kind}`,
      ({ weightings }: Reached) => weightings.has(kind),
    ]),
  ),
  "a base price within the tape": ({ accepted }) => has(accepted, "BasePriceSet"),
  "a split": ({ accepted }) => has(accepted, "InstrumentSplit"),
  "a split told again": ({ isSplitToldAgain }) => isSplitToldAgain,
  "an index defined with a split behind a member": ({ accepted }) =>
    accepted.some(
      (event, place) =>
        event.type === "IndexDefined" &&
        event.mode === "derived" &&
        accepted
          .slice(0, place)
          .some(
            (earlier) =>
              earlier.type === "InstrumentSplit" &&
              event.constituents.some(({ instrument }) => instrument === earlier.instrument),
          ),
    ),
  "a rebalance": ({ accepted }) => has(accepted, "IndexRebalanced"),
  "a close equal to the one before": ({ state }) =>
    all(state).some(({ close, previous }) => close !== null && close === previous?.close),
  "a level equal to a record": ({ state }) =>
    all(state).some(
      ({ record: { high }, last }) => high !== null && high.level === last && !high.setThisSession,
    ),
  "a bust of the tick that made the record": (tape) =>
    tape.accepted.some((event) => isBustOfRecord(event, tape)),
  "a bust before its tick": ({ accepted, log }) =>
    accepted.some(
      (event) => event.type === "TickBusted" && placeOf(log, event.tick) > placeOf(log, event.id),
    ),
  "an amendment across a close": ({ accepted, history, log }) =>
    accepted.some(
      (event) => "tick" in event && isOverBetween(history, placeOf(log, event.tick), placeOf(log, event.id)),
    ),
  "a correction": ({ accepted }) => has(accepted, "TickCorrected"),
  "a confirmation": ({ accepted }) => has(accepted, "TickConfirmed"),
  "a session in two phases beside one in one": ({ history }) =>
    history.sessions.some(({ phases }) => phases.length > 1) &&
    history.sessions.some(({ phases }) => phases.length === 1),
  "a session left open": ({ history }) =>
    history.sessions.some(({ endPosition, closedAt }) => endPosition !== null && closedAt === null),
  "a missing session": ({ history }) =>
    history.sessions.some((one) => missingBefore(history, one, one.openPosition).length > 0),
  "a session called off": ({ accepted }) => has(accepted, "SessionCancelled"),
  "an unknown streak": ({ state }) => all(state).some(({ streak }) => streak.confirmed === null),
  "a lead from a US holiday": ({ state }) =>
    all(state).some(({ overnightLead }) => overnightLead?.stale === true),
  "a member with a weight below one": ({ accepted }) => weights(accepted).some((weight) => weight < 1),
  "a divisor with 8 decimals": ({ accepted }) =>
    accepted.some((event) => "divisor" in event && /\.\d{8}$/.test(String(event.divisor))),
  "a price near 2^53": ({ log }) => ticksOf(log).some(({ event }) => unscaled(event.price) > 2n ** 52n),
  "a record close without a record high": ({ state }) =>
    all(state).some(
      ({ record: { close, high } }) => close?.setThisSession === true && high?.setThisSession === false,
    ),
  "a seed below what the tape showed": ({ state, accepted }) =>
    has(accepted, "RecordSeeded") &&
    all(state).some(({ record, high }) => Number(record.high?.level) < Number(high)),
  "a late report": ({ accepted, history, log }) =>
    accepted.some((event) => event.type === "PriceTicked" && isLate(event, history, placeOf(log, event.id))),
  "ticks at one instant": ({ log }) => pairs(log, (a, b) => a === b),
  "a tick older than the one before": ({ log }) => pairs(log, (a, b) => a > b),
  "a numbered source": ({ accepted }) => accepted.some(({ source }) => source !== undefined),
  "a forecast as a range": ({ accepted }) => items(accepted).some(({ revised }) => Array.isArray(revised)),
  "a forecast withdrawn": ({ state }) =>
    state.guidance.some((said) => said.items.some((item) => item.class === "withdraw")),
  "a loss foreseen": ({ accepted }) => items(accepted).some(({ revised }) => Number(revised) < 0),
  "a region that moved": ({ state }) =>
    state.regions.some(({ word }) => word !== null && word !== "little changed"),
  "a round number given back": ({ state }) =>
    all(state).some(({ milestone }) => (milestone?.gaveBack.length ?? 0) > 0),
};

test.each(Object.keys(corners))("reached: %s", (corner) => {
  expect(tapes.some((tape) => corners[corner]?.(tape))).toBe(true);
});

test("corners that are not there are not reached", () => {
  expect(tapes.some(({ accepted }) => weights(accepted).some((weight) => weight <= 0))).toBe(false);
});

function reachedBy(log: readonly Recorded[]): Reached {
  const { verdicts } = admissionOracle(log);
  const state = folded(log);
  return {
    log,
    events: log.map(({ event }) => event),
    accepted: verdicts.filter(({ code }) => code === null).map(({ event }) => event),
    codes: new Set(verdicts.map(({ code }) => code)),
    isSplitToldAgain: verdicts.some(
      ({ code, event }) => code === "duplicate" && event.type === "InstrumentSplit",
    ),
    history: historyOracle(log),
    state: marketState(state),
    weightings: new Set(
      [...state.documents(indexDefinition).values()].flatMap(({ mode, weighting }) =>
        mode === "derived" ? [weighting] : [],
      ),
    ),
  };
}

function has(events: readonly MarketEvent[], type: MarketEvent["type"]): boolean {
  return events.some((event) => event.type === type);
}

function all({ instruments }: MarketState) {
  return Object.values(instruments);
}

function placeOf(log: readonly Recorded[], id: string): number {
  return log.find(({ event }) => event.id === id)?.position ?? 0;
}

/** The bust took a record away that stood without it. */
function isBustOfRecord(event: MarketEvent, { log, events }: Reached): boolean {
  if (event.type !== "TickBusted") return false;
  const [bust, tick] = [placeOf(log, event.id), placeOf(log, event.tick)];
  if (tick === 0 || tick > bust) return false;
  const before = instrumentsAfter(log.slice(0, bust - 1));
  return events.length > 0 && Object.values(before).some(({ record }) => record.high?.position === tick);
}

function isOverBetween({ sessions }: History, from: number, to: number): boolean {
  return (
    from > 0 &&
    sessions.some(({ endPosition }) => endPosition !== null && from < endPosition && endPosition < to)
  );
}

function isLate(event: MarketEvent, { sessions }: History, position: number): boolean {
  return sessions.some(
    ({ endPosition, ticks }) =>
      endPosition !== null &&
      endPosition < position &&
      event.type === "PriceTicked" &&
      (ticks.get(event.instrument) ?? []).some((tick) => tick.position === position),
  );
}

function pairs(log: readonly Recorded[], are: (a: number, b: number) => boolean): boolean {
  const ticks = ticksOf(log);
  return ticks.some(({ event }, index) => are(event.at, ticks[index + 1]?.event.at ?? NaN));
}

function weights(events: readonly MarketEvent[]): number[] {
  return events.flatMap((event) =>
    "constituents" in event ? event.constituents.map(({ weight }) => Number(weight)) : [],
  );
}

function items(events: readonly MarketEvent[]) {
  return events.flatMap((event) => (event.type === "GuidanceRevised" ? event.items : []));
}

function unscaled(price: number | string): bigint {
  const digits = String(price).replace(/\D/g, "");
  return BigInt(digits === "" ? 0 : digits);
}
