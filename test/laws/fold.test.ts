/** Laws of the fold and the log. */
import { runs } from "../runs.ts";
import {
  canonicalText,
  formatInstant,
  fold,
  parseEvent,
  project,
  type Recorded,
  State,
} from "@tapefold/core";
import { otherMarkets, ruleSetLaws, session } from "@tapefold/core/testing";
import {
  indexLevel,
  marketRules,
  marketState,
  recordHigh,
  sessionStreak,
  statements,
} from "@tapefold/projections";
import { admissionOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { bufferCount, from, ReplaySubject, Subject } from "rxjs";
import { expect, test } from "vitest";
import { interleaved } from "./groups.ts";
import { eventsOf, everyState, everyTape, folded, type Log, renumbered, shown } from "./tapes.ts";

for (const { name, check } of ruleSetLaws(marketRules, { runs: runs(40) })) {
  test(`of all market rules, ${name}`, check);
}

test("an event sent again changes no value", () => {
  everyTape({}, (log, choose) => {
    const { verdicts } = admissionOracle(log);
    const known = verdicts.filter(({ code }) => code !== "unknown" && code !== "outside-session");
    const again = known[choose(Math.max(1, known.length))];
    if (again === undefined) return false;
    const twice = renumbered([...eventsOf(log), again.event]);
    expect(shown(twice).valuesDigest).toBe(shown(log).valuesDigest);
    return true;
  });
});

test("the stream emits as often as a batch changed a chosen value", () => {
  everyTape(
    { amendments: false },
    (log, choose) => {
      const emitted = streamed(log, 1 + choose(9));
      let changes = 0;
      let last = canonicalText(chosenOf([]));
      for (const end of emitted.ends) {
        const now = canonicalText(chosenOf(log.slice(0, end)));
        if (now !== last) changes += 1;
        last = now;
      }
      expect(emitted.values.length).toBe(changes);
      expect(canonicalText(emitted.values.at(-1) ?? chosenOf([]))).toBe(last);
    },
    25,
  );
});

test("values in larger batches end as those of every event", () => {
  everyTape({ amendments: false }, (log, choose) => {
    expect(streamed(log, 2 + choose(60)).values.at(-1)).toEqual(streamed(log, 1).values.at(-1));
  });
});

test("a state and an event come back from their texts as they were", () => {
  everyTape({}, (log) => {
    const state = folded(log);
    const again = State.decode(state.encode(), state.projections);
    expect(again.digest).toBe(state.digest);
    expect(again.encode()).toBe(state.encode());
    // As text, in which the order of keys and rows shows.
    expect(JSON.stringify(marketState(again))).toBe(JSON.stringify(marketState(state)));
    expect(statements(again)).toEqual(statements(state));
    for (const { event } of log) {
      const line = JSON.stringify({ ...event, at: formatInstant(event.at) });
      expect(parseEvent(JSON.parse(line))).toEqual(event);
    }
  });
});

test("no rule throws, and what is refused changes no value", () => {
  everyTape(
    { amendments: false },
    (log) => {
      let before = shown([]).valuesDigest;
      let refused = 0;
      for (const { state, code } of everyState(log)) {
        const { valuesDigest } = marketState(state);
        if (code !== null) expect(valuesDigest).toBe(before);
        if (code !== null) refused += 1;
        before = valuesDigest;
      }
      return refused > 0;
    },
    25,
  );
});

test("who comes late and is given the last value has that of the tape so far", () => {
  everyTape({ amendments: false }, (log, choose) => {
    const source = new Subject<Recorded>();
    const replayed = new ReplaySubject<unknown>(1);
    source.pipe(project(selections)).subscribe(replayed);
    const so = log.slice(0, 1 + choose(log.length));
    for (const recorded of so) source.next(recorded);
    let seen: unknown = null;
    replayed.subscribe((value) => {
      seen = valuesOf(value as Values);
    });
    const expected = chosenOf(so);
    if (seen === null) expect(expected).toEqual(chosenOf([]));
    else expect(seen).toEqual(expected);
  });
});

test("groups of markets may be interleaved in any way", () => {
  const pairs = fc.tuple(session(), session(), fc.infiniteStream(fc.boolean()));
  fc.assert(
    fc.property(pairs, ([first, other, coins]) => {
      const second = otherMarkets(other);
      const together = shown(interleaved(first, second, coins));
      for (const group of [first, second]) {
        const alone = shown(group);
        for (const [id, one] of Object.entries(alone.instruments)) {
          expect(comparable(together.instruments[id])).toEqual(comparable(one));
        }
        const issuers = new Set(alone.guidance.map(({ issuer }) => issuer));
        const said = together.guidance.filter(({ issuer }) => issuers.has(issuer));
        expect(said.map(withoutPosition)).toEqual(alone.guidance.map(withoutPosition));
      }
    }),
    { numRuns: runs(30) },
  );
});

const selections = {
  high: recordHigh("A"),
  streak: sessionStreak("B"),
  level: indexLevel("IDX"),
};

interface Values {
  readonly high: unknown;
  readonly streak: unknown;
  readonly level: unknown;
}

const valuesOf = ({ high, streak, level }: Values): Values => ({ high, streak, level });

/** Values of the chosen rules after a tape folded at once. */
function chosenOf(log: Log): Values {
  const state = fold([recordHigh, sessionStreak, indexLevel], log);
  return {
    high: state.get(recordHigh("A")),
    streak: state.get(sessionStreak("B")),
    level: state.get(indexLevel("IDX")),
  };
}

/** The operator's values of a tape in batches of a size, and where the batches end. */
function streamed(log: Log, size: number) {
  const values: Values[] = [];
  from(log)
    .pipe(bufferCount(size), project(selections))
    .subscribe((value) => {
      values.push(valuesOf(value));
    });
  const ends = Array.from({ length: Math.ceil(log.length / size) }, (_, batch) => (batch + 1) * size);
  return { values, ends };
}

type Shown = ReturnType<typeof shown>;

function comparable(one: Shown["instruments"][string] | undefined) {
  if (one === undefined) return one;
  const { overnightLead: _lead, record, ...rest } = one;
  const { close, high } = record;
  return { ...rest, record: { close: close && withoutPosition(close), high: high && withoutPosition(high) } };
}

function withoutPosition<T extends { readonly position: number }>({ position: _position, ...rest }: T) {
  return rest;
}
