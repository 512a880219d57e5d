/** Laws of attribution. */
import {
  addFractions,
  compareFractions,
  divideHalfAway,
  type Fraction,
  fraction,
  multiplyFractions,
  subtractFractions,
} from "@tapefold/core";
import { listing, quote } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Basket, basketTape, baskets } from "./baskets.ts";
import { derivedIndices, text, total } from "./index-parts.ts";
import { changed, everyTape, folded, shown } from "./tapes.ts";

test("contributions and residual add to the exact change, as fractions", () => {
  everyTape({}, (log) => {
    const state = folded(log);
    let checked = 0;
    for (const { contributions, residual, publishedExact, instrument, previousExact } of derivedIndices(
      state,
    )) {
      if (residual === null || publishedExact === null || contributions.length === 0) continue;
      const { previous, base } = state.read(quote, instrument);
      const one = 10n ** BigInt(state.read(listing, instrument).scale);
      const known = [
        ...(previousExact === null ? [] : [previousExact.exact]),
        ...(previous === null ? [] : [fraction(previous.close, one)]),
        ...(base === null ? [] : [fraction(base, one)]),
      ];
      const sum = addFractions(total(contributions.map(({ exact }) => exact)), residual);
      expect(known.map(text)).toContain(text(subtractFractions(publishedExact, sum)));
      checked += 1;
    }
    return checked > 0;
  });
});

test("sectors add to the total, and finer sectors to their own", () => {
  everyTape({}, (log) => {
    const finer = changed(log, ["InstrumentListed"], (event) => {
      return event.sector === undefined ? event : { ...event, sector: `${event.sector}/${event.instrument}` };
    });
    const refined = derivedIndices(folded(finer));
    derivedIndices(folded(log)).forEach(({ sectors, contributions }, place) => {
      const exact = contributions.map((one) => one.exact);
      expect(text(total(sectors.map((one) => one.exact)))).toBe(text(total(exact)));
      expect(units(sectors)).toBe(units(contributions));
      for (const { sector, exact: whole, points } of sectors) {
        const parts = (refined[place]?.sectors ?? []).filter((part) => {
          return sector === null ? part.sector === null : part.sector?.startsWith(`${sector}/`);
        });
        expect(text(total(parts.map((part) => part.exact)))).toBe(text(whole));
        expect(units(parts)).toBe(points);
      }
    });
  });
});

test("displayed parts add to the displayed total, each within a unit of exact", () => {
  everyTape({}, (log) => {
    const state = folded(log);
    let checked = 0;
    for (const { contributions, residual, level, instrument } of derivedIndices(state)) {
      const { reference } = state.read(quote, instrument);
      if (residual === null || level === null || reference === null) continue;
      const one = fraction(10n ** BigInt(state.read(listing, instrument).scale));
      const change = rounded(subtractFractions(fraction(level), reference));
      const shownTotal = change - rounded(multiplyFractions(residual, one));
      expect(BigInt(units(contributions))).toBe(shownTotal);
      // The published levels were rounded before: the parts share what that left over.
      const exactTotal = multiplyFractions(total(contributions.map(({ exact }) => exact)), one);
      const left = size(subtractFractions(fraction(shownTotal), exactTotal));
      for (const { points, exact } of contributions) {
        const off = size(subtractFractions(fraction(points), multiplyFractions(exact, one)));
        expect(compareFractions(off, addFractions(left, fraction(1)))).toBeLessThanOrEqual(0);
      }
      checked += 1;
    }
    return checked > 0;
  });
});

test("prices and base prices changed for each other negate every contribution", () => {
  fc.assert(
    fc.property(baskets(), (basket) => {
      const there = exactly(basket, basket.first);
      const back = exactly({ ...basket, base: basket.first }, basket.base);
      // Ranks turn round as well: the parts are compared by id.
      for (const [id, part] of there) expect(back.get(id)).toBe(minus(part));
    }),
  );
});

test("contributions add up over time within a session", () => {
  fc.assert(
    fc.property(baskets(), (basket) => {
      const first = partsOf(basket, basket.first);
      const later = partsOf({ ...basket, base: basket.first }, basket.second);
      const both = partsOf(basket, basket.first, basket.second);
      for (const [id, part] of both) {
        const sum = addFractions(first.get(id) ?? fraction(0), later.get(id) ?? fraction(0));
        expect(text(sum)).toBe(text(part));
      }
    }),
  );
});

test("the order in which members are named changes no rank", () => {
  everyTape({}, (log) => {
    const turned = changed(log, ["IndexDefined", "IndexRebalanced"], (event) => {
      return "constituents" in event ? { ...event, constituents: [...event.constituents].reverse() } : event;
    });
    expect(shown(turned).valuesDigest).toBe(shown(log).valuesDigest);
    return derivedIndices(folded(log)).some(({ contributions }) => contributions.length > 1);
  });
});

/** Exact contributions after rounds of ticks; tapes whose level is too large to publish are passed over. */
function partsOf(basket: Basket, ...rounds: readonly (readonly number[])[]): Map<string, Fraction> {
  const [index] = derivedIndices(folded(basketTape(basket, ...rounds)));
  if (index === undefined) throw new Error("no index");
  fc.pre(index.publishedExact !== null && text(index.publishedExact) === text(index.exact));
  return new Map(index.contributions.map(({ instrument, exact }) => [instrument, exact]));
}

function exactly(basket: Basket, ...rounds: readonly (readonly number[])[]): Map<string, string> {
  return new Map([...partsOf(basket, ...rounds)].map(([id, part]) => [id, text(part)]));
}

const minus = (part: string): string =>
  part.startsWith("-") ? part.slice(1) : part.startsWith("0/") ? part : `-${part}`;
const units = (rows: readonly { readonly points: number }[]): number =>
  rows.reduce((sum, { points }) => sum + points, 0);
const rounded = ({ numerator, denominator }: Fraction): bigint => divideHalfAway(numerator, denominator);
const size = (one: Fraction): Fraction => (one.numerator < 0n ? { ...one, numerator: -one.numerator } : one);
