import fc from "fast-check";
import type { InstrumentKind } from "../../tape/event.ts";
import { pick, type Step } from "./tape-writer.ts";

/** Ids of shares; `constructor`, a name that every object has, is as valid as any. */
const IDS = ["A", "B", "C", "D", "constructor", "F", "G", "H"] as const;
export const ISSUERS = ["alpha", "beta", "constructor"] as const;
const SECTORS = ["tech", "banks", "__proto__"] as const;

/** A first price: mostly a usual one, now and then as large as a safe integer allows. */
const firstPrices: fc.Arbitrary<number> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 95, max: 60_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 53 - 200_000, max: 2 ** 53 - 100_000 }) },
);

interface ListedInstrument {
  readonly market: number;
  readonly kind: InstrumentKind;
  readonly scale: number;
  readonly price: number;
  readonly issuer: number;
  readonly sector: number;
  readonly tables: boolean;
  readonly fatFinger: boolean;
}

/**
 * Two to eight shares on the markets, now and then a currency or the like instead; some with an issuer, a sector, price
 * tables or a fat-finger limit.
 */
export function shares(tables: boolean): fc.Arbitrary<Step> {
  return fc
    .array(listed(tables), { minLength: 2, maxLength: IDS.length, size: "max" })
    .map((chosen) => (tape) => {
      chosen.forEach((one, index) => {
        list(IDS[index] ?? "A", one)(tape);
      });
    });
}

/** A share listed again: its name, sector and issuer change from the next session. */
export function relistings(): fc.Arbitrary<Step> {
  return fc
    .record({ who: fc.nat({ max: 9 }), sector: fc.nat({ max: 3 }) })
    .map(({ who, sector }) => (tape) => {
      const listings = tape.log.flatMap(({ event }) => (event.type === "InstrumentListed" ? [event] : []));
      const again = pick(listings, who);
      if (again === undefined) return;
      const { id: _id, at: _at, sector: _sector, ...rest } = again;
      tape.write({ ...rest, name: "Renamed", ...optional("sector", SECTORS[sector]) });
    });
}

function listed(tables: boolean): fc.Arbitrary<ListedInstrument> {
  return fc.record({
    market: fc.nat({ max: 3 }),
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constant<InstrumentKind>("equity") },
      { weight: 1, arbitrary: fc.constantFrom<InstrumentKind>("currency", "rate", "future") },
    ),
    scale: fc.constantFrom(0, 1, 2, 4),
    price: firstPrices,
    issuer: fc.nat({ max: ISSUERS.length }),
    sector: fc.nat({ max: SECTORS.length }),
    tables: tables ? fc.boolean() : fc.constant(false),
    fatFinger: tables ? fc.boolean() : fc.constant(false),
  });
}

function list(instrument: string, { price, scale, kind, ...one }: ListedInstrument): Step {
  return (tape) => {
    const market = pick(tape.markets, one.market);
    if (market === undefined) return;
    tape.write({
      type: "InstrumentListed",
      instrument,
      name: `${instrument} <Holdings>`,
      kind,
      mic: market.mic,
      currency: "JPY",
      scale,
      ...optional("sector", SECTORS[one.sector]),
      ...optional("issuer", ISSUERS[one.issuer]),
      ...(one.tables ? { priceLimits: "daily", tickSizes: "grid" } : {}),
      ...(one.fatFinger ? { fatFinger: 2000 } : {}),
    });
    const prices = { price, high: price, close: price };
    tape.instruments.push({ instrument, kind, market, scale, isDerived: false, ...prices });
  };
}

function optional<K extends string>(name: K, value: string | undefined): { readonly [k in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [k in K]?: string });
}
