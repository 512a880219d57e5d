/** The market's state against the oracles, which compute every value from the whole tape by other code. */
import { fold } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { marketRules, marketState } from "@tapefold/projections";
import { marketOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { denseTape } from "./dense-tapes.ts";
import { runs } from "../runs.ts";
import type { Log } from "./tapes.ts";

type Shown = Omit<ReturnType<typeof marketState>, "digest" | "valuesDigest">;
type Part = (state: Shown) => unknown;

/** The part of every instrument that some rules answer for. */
const ofInstruments =
  (part: (one: Shown["instruments"][string]) => unknown): Part =>
  ({ instruments }) =>
    Object.entries(instruments).map(([id, one]) => [id, part(one)]);

const parts: Readonly<Record<string, Part>> = {
  admission: ({ tape: { events, accepted, rejected } }) => ({ events, accepted, rejected }),
  session: ofInstruments(({ kind, mic, date, phase }) => ({ kind, mic, date, phase })),
  quote: ofInstruments(({ open, high, low, last, close }) => ({ open, high, low, last, close })),
  "base price": ofInstruments(({ previous, change, changePct, move }) => ({
    previous,
    change,
    changePct,
    move,
  })),
  streak: ofInstruments(({ streak }) => streak),
  "record close": ofInstruments(({ record }) => record.close),
  "record high": ofInstruments(({ record }) => record.high),
  milestone: ofInstruments(({ milestone }) => milestone),
  "the session's path": ofInstruments(({ session: path }) => path),
  since: ofInstruments(({ since }) => since),
  periods: ofInstruments(({ periods }) => periods),
  "overnight lead": ofInstruments(({ overnightLead }) => overnightLead),
  index: ofInstruments(({ index }) => index),
  guidance: ({ guidance }) => guidance.map(({ reactions: _reactions, ...said }) => said),
  reaction: ({ guidance }) => guidance.map(({ reactions }) => reactions),
  region: ({ regions }) => regions,
  shares: ({ sectors, shares }) => ({ sectors, shares }),
  statistics: ({ statistics }) => statistics,
};

/** Both sides of some tapes, worked out when they are first asked for. */
let some: readonly (readonly [engine: Shown, oracle: Shown])[] | undefined;

for (const [rule, part] of Object.entries(parts)) {
  test(`${rule}: as its oracle says, after a tape`, () => {
    some ??= fc.sample(session(), runs(20)).map(sides);
    for (const [engine, oracle] of some) expect(part(engine)).toEqual(part(oracle));
  });
}

test("every field is as the oracles say, after a tape", () => {
  agree(150, (log) => log);
});

test("every field is as the oracles say, after any part of a tape", () => {
  agree(150, (log, share) => log.slice(0, Math.round(log.length * share)));
});

test("every field is as the oracles say, where much happens to few", () => {
  agree(600, (log) => log, denseTape());
});

function agree(
  asked: number,
  cut: (log: Log, share: number) => Log,
  tapes: fc.Arbitrary<Log> = session(),
): void {
  fc.assert(
    fc.property(tapes, fc.integer({ min: 0, max: 100 }), (whole, percent) => {
      const [engine, oracle] = sides(cut(whole, percent / 100));
      expect(engine).toEqual(oracle);
    }),
    { numRuns: runs(asked) },
  );
}

function sides(log: Log): readonly [engine: Shown, oracle: Shown] {
  const state = fold(marketRules, log);
  expect(state.stopped).toEqual([]);
  const { digest: _digest, valuesDigest: _values, ...engine } = marketState(state);
  const { tape, ...oracle } = marketOracle(log);
  const { head: _head, ...counts } = tape;
  return [engine, byId({ ...oracle, tape: counts } as Shown)];
}

/** The instruments in order of id, whatever they are called. */
function byId(state: Shown): Shown {
  const sorted = Object.entries(state.instruments).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...state, instruments: Object.fromEntries(sorted) };
}
