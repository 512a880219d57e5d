/** The tape that the benchmarks fold: one market, its instruments, derived indices over the first of them, ticks by chance. */
import type { MarketEvent, EventOf, Recorded, TradingDate } from "@tapefold/core";

export interface WorkloadOptions {
  readonly ticks: number;
  readonly instruments?: number;
  /** Members of each derived index, the first instruments listed. */
  readonly indices?: readonly number[];
  readonly ticksPerSession?: number;
}

const MIC = "XTKS";
const SOURCE = "feed";
const BATCH = 1000;
const OPEN = 1_767_571_200_000_000;
const DAY = 86_400_000_000;

/** Batches of recorded events, of a numbered source: the listings first, then sessions of ticks. */
export function* workload(options: WorkloadOptions): Generator<Recorded[]> {
  const { ticks, instruments = 2000, indices = [225, 500, 2000], ticksPerSession = 100_000 } = options;
  const ids = Array.from({ length: instruments }, (_, index) => `S${index + 1000}`);
  const prices = ids.map((_, index) => 100_000 + ((index * 7919) % 400_000));
  let position = 0;
  let random = 20_260_210;
  const next = (below: number): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((random / 4_294_967_296) * below);
  };
  const numbered = (fields: object): Recorded => {
    position += 1;
    const event = { id: `e${position}`, ...fields, source: SOURCE, seq: position } as MarketEvent;
    return { position, event };
  };
  /** Of fields in the order in which a tape's lines have them. */
  const ticked = (at: number, instrument: string, price: number): Recorded => {
    position += 1;
    const event: EventOf<"PriceTicked"> = {
      id: `e${position}`,
      type: "PriceTicked",
      at,
      instrument,
      price,
      source: SOURCE,
      seq: position,
    };
    return { position, event };
  };
  yield listings(ids, indices).map(numbered);
  let batch: Recorded[] = [];
  let left = ticks;
  for (let day = 0; left > 0; day += 1) {
    const date = dateOf(day);
    const at = OPEN + day * DAY;
    batch.push(numbered({ type: "SessionOpened", at, mic: MIC, date }));
    if (day % 3 === 0) batch.push(numbered(revision(at, ids[0] as string)));
    const today = Math.min(left, ticksPerSession);
    for (let tick = 0; tick < today; tick += 1) {
      // The first session begins with a tick of each instrument, so that the indices have a level.
      const which = day === 0 && tick < instruments ? tick : next(instruments);
      const price = (prices[which] as number) + 10 * (next(21) - 10);
      if (price > 0) prices[which] = price;
      batch.push(ticked(at + tick * 200, ids[which] as string, (prices[which] as number) / 100));
      if (batch.length >= BATCH) {
        yield batch;
        batch = [];
      }
    }
    left -= today;
    batch.push(numbered({ type: "SessionClosed", at: at + 6 * 3_600_000_000, mic: MIC, date }));
  }
  yield batch;
}

function listings(ids: readonly string[], indices: readonly number[]): object[] {
  const at = OPEN - DAY;
  const listed = { type: "InstrumentListed", at, mic: MIC, currency: "JPY", scale: 2 };
  return [
    { type: "MarketListed", at, mic: MIC, name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
    ...ids.map((instrument) => ({
      ...listed,
      instrument,
      name: instrument,
      kind: "equity",
      sector: `sector ${instrument.slice(-1)}`,
      issuer: `issuer-${instrument}`,
    })),
    ...indices.flatMap((members) => [
      { ...listed, instrument: `INDEX${members}`, name: `Index of ${members}`, kind: "index" },
      {
        type: "IndexDefined",
        at,
        instrument: `INDEX${members}`,
        mode: "derived",
        weighting: "adjusted-price",
        divisor: "28.50000000",
        constituents: ids
          .slice(0, members)
          .map((instrument, index) => ({ instrument, weight: String(1 + (index % 7)) })),
      },
    ]),
  ];
}

function revision(at: number, instrument: string): object {
  return {
    type: "GuidanceRevised",
    at,
    issuer: `issuer-${instrument}`,
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "JGAAP",
    items: [{ metric: "netProfitAttributable", previous: 100, revised: 120, unit: "1e9", currency: "JPY" }],
  };
}

/** Days of the year 2026 and those after it, every month of 28. */
function dateOf(day: number): TradingDate {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${2026 + Math.floor(day / 336)}-${two(1 + (Math.floor(day / 28) % 12))}-${two(1 + (day % 28))}`;
}
