/** Laws of index levels. */
import {
  compareFractions,
  type Constituent,
  type Decimal,
  divideFractions,
  fraction,
  multiplyFractions,
  parseDecimal,
  subtractFractions,
} from "@tapefold/core";
import { marketState } from "@tapefold/projections";
import { compositionAt, exactLevel, historyOracle, membersAt } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { basketTape, baskets, memberId } from "./baskets.ts";
import { derivedIndices, text, total } from "./index-parts.ts";
import { splitTwins } from "./split-twins.ts";
import { changed, everyTape, folded, instrumentsAfter, type Log, shown, without } from "./tapes.ts";
import {
  hasPriceAbove,
  inOneMarket,
  scaled,
  shuffled,
  times,
  withQuietSession,
} from "./transformed-tapes.ts";

test("the order of a phase's ticks on the tape changes no closing value", () => {
  everyTape({ amendments: false, slips: false }, (log, choose) => {
    const plain = changed(log, ["PriceTicked"], ({ source: _source, seq: _seq, ...tick }, { position }) => {
      return { ...tick, at: tick.at + position };
    });
    const [before, after] = [shown(plain), shown(shuffled(plain, choose))];
    const ofLevels = ({ instruments }: typeof before) =>
      Object.entries(instruments).map(([id, one]) => {
        const { last, close, streak, previous } = one;
        const isDerived = one.index?.mode === "derived";
        const path = isDerived ? null : { open: one.open, high: one.high, low: one.low };
        const high = isDerived || one.record.high === null ? null : { ...one.record.high, position: 0 };
        const closeRecord = one.record.close && { ...one.record.close, position: 0 };
        return { id, last, close, streak, previous, index: one.index, path, high, closeRecord };
      });
    expect(ofLevels(after)).toEqual(ofLevels(before));
  });
});

test("the sum kept tick by tick is the sum from scratch", () => {
  everyTape({}, (log) => {
    const state = folded(log);
    const history = historyOracle(log);
    const instruments = instrumentsAfter(log);
    let checked = 0;
    for (const { instrument, exact, lacksPrice } of derivedIndices(state)) {
      const composition = compositionAt(history, instrument, log.length);
      const { mic } = instruments[instrument] ?? { mic: "" };
      const session = history.sessions.filter((one) => one.mic === mic).at(-1);
      if (composition === null || session === undefined || lacksPrice) continue;
      const members = membersAt(history, composition, session, log.length);
      const scratch = exactLevel(members, ({ price }) => price, composition.divisor);
      expect(scratch === null ? null : `${scratch.n}/${scratch.d}`).toBe(text(exact));
      checked += 1;
    }
    return checked > 0;
  });
});

test("all prices times m: levels times m, moves and streaks as they were", () => {
  everyTape({ amendments: false, priceTables: false, slips: false, guidance: false }, (log, choose) => {
    const factor = 2 + choose(8);
    if (hasPriceAbove(log, 1e10)) return false;
    const [one, many] = [folded(log), folded(scaled(log, () => factor))];
    const [few, grown] = [derivedIndices(one), derivedIndices(many)];
    few.forEach((index, place) => {
      const other = grown[place];
      expect(text(other?.exact ?? fraction(0))).toBe(text(multiplyFractions(index.exact, fraction(factor))));
      // A level that rounds to nothing is not published, and one that did not may be now.
      if (index.level === null || other?.level === null) return;
      expect(other?.breadth).toEqual(index.breadth);
      const exact = index.contributions.map((part) => [
        part.instrument,
        text(multiplyFractions(part.exact, fraction(factor))),
      ]);
      expect(other?.contributions.map((part) => [part.instrument, text(part.exact)])).toEqual(exact);
    });
    const moves = (state: typeof one) =>
      Object.values(marketState(state).instruments)
        .filter(({ index }) => index?.mode !== "derived")
        .map(({ changePct, move, streak }) => ({ changePct, move, streak }));
    expect(moves(many)).toEqual(moves(one));
  });
});

test("all weights and the divisor times q change nothing", () => {
  everyTape({ basisChanges: false }, (log, choose) => {
    const factor = 2 + choose(8);
    const grown = changed(log, ["IndexDefined", "IndexRebalanced"], (event) => {
      if (!("constituents" in event)) return event;
      const constituents = event.constituents.map(({ instrument, weight }): Constituent => {
        return { instrument, weight: times(weight, factor) };
      });
      return { ...event, constituents, divisor: times(event.divisor, factor) };
    });
    const values = (tape: Log) => {
      const { instruments, regions } = shown(tape);
      const all = Object.entries(instruments).map(([id, one]) => {
        return [id, one.index === null ? one : { ...one, index: { ...one.index, divisor: null } }];
      });
      return { all, regions };
    };
    expect(values(grown)).toEqual(values(log));
    return derivedIndices(folded(log)).length > 0;
  });
});

test("a higher price of one member raises the exact level, and never lowers the published one", () => {
  const choices = fc.tuple(baskets(), fc.nat(), fc.integer({ min: 1, max: 1000 }));
  fc.assert(
    fc.property(choices, ([basket, who, by]) => {
      const place = who % basket.first.length;
      const higher = basket.first.map((price, index) => {
        return index === place ? Math.min(price + by, Number.MAX_SAFE_INTEGER) : price;
      });
      fc.pre(higher[place] !== basket.first[place]);
      const [before] = derivedIndices(folded(basketTape(basket, basket.first)));
      const [after] = derivedIndices(folded(basketTape(basket, higher)));
      if (before === undefined || after === undefined) throw new Error("no index");
      expect(compareFractions(after.exact, before.exact)).toBe(1);
      if (before.level !== null && after.level !== null) expect(after.level >= before.level).toBe(true);
    }),
  );
});

test("a split leaves the level within what rounding the divisor allows", () => {
  everyTape(
    { calendars: false, seeds: false, slips: false, amendments: false },
    (log) => {
      const oneMarket = inOneMarket(
        without(log, ({ type }) => type === "BasePriceSet" || type === "IndexRebalanced"),
      );
      let checked = 0;
      for (const { residual, previousExact, divisor, level, instrument } of derivedIndices(
        folded(oneMarket),
      )) {
        if (residual === null || previousExact === null || level === null) continue;
        const declared = oneMarket.find(
          ({ event }) => event.type === "IndexDefined" && event.instrument === instrument,
        );
        if (declared === undefined) continue;
        const { weighting, divisor: given } = declared.event as { weighting: string; divisor: Decimal };
        const half = fraction(1n, 2n * 10n ** BigInt(parseDecimal(given)?.scale ?? 0));
        const relative = divideFractions(half, divisor);
        const bound = weighting === "price" ? multiplyFractions(previousExact.exact, relative) : fraction(0);
        const size = residual.numerator < 0n ? { ...residual, numerator: -residual.numerator } : residual;
        expect(compareFractions(size, bound)).toBeLessThanOrEqual(0);
        checked += 1;
      }
      return checked > 0;
    },
    150,
  );
});

test("a split with prices divided changes no level, contribution, streak or record", () => {
  const plain = { amendments: false, basisChanges: false, slips: false, priceTables: false, guidance: false };
  everyTape(plain, (log, choose) => {
    const tapes = splitTwins(
      without(log, ({ type }) => type === "IndexRebalanced"),
      choose,
    );
    if (tapes === null || hasPriceAbove(log, 1e10)) return false;
    expect(shown(tapes.split).valuesDigest).toBe(shown(tapes.whole).valuesDigest);
    return true;
  });
});

test("a session in which no member trades leaves the level, and all untraded", () => {
  everyTape({ slips: false, basisChanges: false, halts: false }, (log) => {
    const quiet = without(log, ({ type }) => type === "IndexRebalanced" || type === "BasePriceSet");
    const once = withQuietSession(quiet, "2026-06-01");
    const twice = withQuietSession(once, "2026-06-02");
    const [before, after] = [shown(once), shown(twice)];
    let checked = 0;
    for (const [id, { index, close }] of Object.entries(after.instruments)) {
      if (index?.mode !== "derived" || close === null) continue;
      expect(close).toBe(before.instruments[id]?.close);
      expect(index.breadth.untraded).toBe(index.members);
      checked += 1;
    }
    return checked > 0;
  });
});

test("a level moves no further than its members' furthest moves", () => {
  fc.assert(
    fc.property(baskets(), (basket) => {
      const [after] = derivedIndices(folded(basketTape(basket, basket.first)));
      const [before] = derivedIndices(folded(basketTape(basket)));
      if (before === undefined || after === undefined) throw new Error("no index");
      const ratio = divideFractions(after.exact, before.exact);
      const ratios = basket.first.map((price, index) => fraction(price, basket.base[index] ?? 1));
      ratios.sort(compareFractions);
      const [least = ratio, most = ratio] = [ratios[0], ratios.at(-1)];
      expect(compareFractions(least, ratio)).toBeLessThanOrEqual(0);
      expect(compareFractions(ratio, most)).toBeLessThanOrEqual(0);
    }),
  );
});

test("a published level is the exact one rounded, ties away from zero", () => {
  everyTape({}, (log) => {
    let checked = 0;
    for (const { publishedExact, level, instrument } of derivedIndices(folded(log))) {
      if (publishedExact === null || level === null) continue;
      const scale = log.flatMap(({ event }) =>
        event.type === "InstrumentListed" && event.instrument === instrument ? [event.scale] : [],
      )[0];
      const exact = multiplyFractions(publishedExact, fraction(10n ** BigInt(scale ?? 0)));
      const off = subtractFractions(fraction(level), exact);
      expect(compareFractions(off, fraction(1n, 2n))).toBeLessThanOrEqual(0);
      expect(compareFractions(off, fraction(-1n, 2n))).toBe(1);
      checked += 1;
    }
    return checked > 0;
  });
});

test("weights are above zero and add to exactly one", () => {
  fc.assert(
    fc.property(baskets(), (basket) => {
      const [index] = derivedIndices(folded(basketTape(basket, basket.first)));
      if (index === undefined) throw new Error("no index");
      const whole = multiplyFractions(index.exact, index.divisor);
      const shares = basket.first.map((price, place) => {
        const one = index.coefficients[memberId(place)] ?? fraction(0);
        return divideFractions(multiplyFractions(one, fraction(price)), whole);
      });
      for (const share of shares) expect(share.numerator > 0n).toBe(true);
      expect(text(total(shares))).toBe("1/1");
    }),
  );
});
