/** An example of each event with a word on it, in the order of a tape that folds without a refusal. */
import type { MarketEvent } from "@tapefold/core";

export interface EventExample {
  readonly is: string;
  readonly line: Readonly<Record<string, unknown>>;
}

const tokyo = { mic: "XTKS", date: "2026-02-10" };
const at = (time: string, day = 10): string => `2026-02-${String(day).padStart(2, "0")}T${time}Z`;

export const eventExamples: Readonly<Record<MarketEvent["type"], EventExample>> = {
  MarketListed: {
    is: "A market is known from here on. `zone` is shown and never computed with. Markets of country `US` lead the others overnight.",
    line: {
      at: at("00:00:00", 9),
      mic: "XTKS",
      name: "Tokyo",
      country: "JP",
      region: "Asia",
      zone: "Asia/Tokyo",
    },
  },
  PriceTablesLoaded: {
    is: "A table of daily price limits or of tick sizes by base price, in force from a date. A row holds for prices under `below`; the last row may lack it and then holds for all others.",
    line: {
      at: at("00:00:00", 9),
      name: "tse-limits",
      kind: "limit",
      from: "2020-01-01",
      rows: [{ below: 5000, value: 700 }, { value: 1000 }],
    },
  },
  InstrumentListed: {
    is: "An instrument is known from here on. `scale` is the number of decimals of its prices. Listed again, its name, sector and issuer change from its market's next session; the rest may not change.",
    line: {
      at: at("00:00:00", 9),
      instrument: "9984",
      name: "SoftBank Group",
      kind: "equity",
      mic: "XTKS",
      currency: "JPY",
      scale: 1,
      sector: "Technology",
      issuer: "9984",
      priceLimits: "tse-limits",
    },
  },
  CalendarLoaded: {
    is: "The scheduled sessions of a market between two dates, both included. A scheduled session without `SessionOpened` is found missing at the next open.",
    line: {
      at: at("00:00:00", 9),
      mic: "XTKS",
      from: "2026-02-09",
      to: "2026-02-13",
      dates: ["2026-02-09", "2026-02-10", "2026-02-12", "2026-02-13"],
    },
  },
  IndexDefined: {
    is: "An index gets its level as a tick (`quoted`) or from its members (`derived`). `weighting` says what a split does: `price` moves the divisor, `adjusted-price` and `cap` multiply the member's weight. An index without this event is quoted.",
    line: {
      at: at("00:00:00", 9),
      instrument: "DEMO",
      mode: "derived",
      weighting: "adjusted-price",
      divisor: "29.9172",
      constituents: [{ instrument: "9984", weight: "6" }],
    },
  },
  IndexRebalanced: {
    is: "New members, weights and divisor of a derived index, from its market's next open.",
    line: {
      at: at("00:00:01", 9),
      instrument: "DEMO",
      constituents: [{ instrument: "9984", weight: "6" }],
      divisor: "29.9",
    },
  },
  OwnershipDeclared: {
    is: "An issuer owns part of another: the parent's shares react to the subsidiary's guidance as well.",
    line: {
      at: at("00:00:01", 9),
      parent: "9984",
      subsidiary: "9434",
      basisPoints: 4000,
      consolidated: true,
    },
  },
  RecordSeeded: {
    is: "A record as it stood after the close of `date`, of closes or of highs. `complete` says that the whole history stands behind it.",
    line: { at: at("00:00:01", 9), instrument: "9984", basis: "close", level: 4300, date: "2026-02-06" },
  },
  StreakSeeded: {
    is: "A streak as it stood after the close of `date`; it also gives the previous close and the base price.",
    line: { at: at("00:00:01", 9), instrument: "9984", streak: 2, close: 4223, date: "2026-02-06" },
  },
  SessionCancelled: {
    is: "A scheduled session that did not take place.",
    line: { at: at("00:00:02", 9), mic: "XTKS", date: "2026-02-09", reason: "outage" },
  },
  InstrumentSplit: {
    is: "`numerator` new shares for `denominator` old ones; `date` is the first session on the new basis, and has not opened yet.",
    line: { at: at("00:00:03", 9), instrument: "9984", numerator: 4, denominator: 1, date: "2026-02-13" },
  },
  SplitWithdrawn: {
    is: "The split of that id counts as never made, wherever this event stands after it.",
    line: { at: at("00:00:04", 9), split: "InstrumentSplit-1" },
  },
  BasePriceSet: {
    is: "The base price of one session, where it is not the previous close.",
    line: { at: at("00:00:05", 9), instrument: "9984", date: "2026-02-10", price: 4223 },
  },
  SessionOpened: {
    is: "A market opens its session of a date, in phase `open` unless `phase` says otherwise.",
    line: { at: at("00:00:00"), ...tokyo },
  },
  PriceTicked: {
    is: "One price print of one instrument. `updates` lists the values it counts for; absent means all. A late report has `highLow` alone.",
    line: { at: at("00:00:00.25"), source: "feed", seq: 1, instrument: "9984", price: 4400, size: 300 },
  },
  TickCorrected: {
    is: "The price of the tick of that id was another, wherever this event stands. The last correction on the tape wins.",
    line: { at: at("00:05:00"), tick: "PriceTicked-1", price: 4410 },
  },
  TickConfirmed: {
    is: "The tick of that id is right, however far it lies from the base price. It frees from `fat-finger` alone.",
    line: { at: at("00:05:01"), tick: "PriceTicked-1" },
  },
  TickBusted: {
    is: "The tick of that id never was, wherever this event stands.",
    line: { at: at("00:05:02"), tick: "another-tick" },
  },
  TradingHalted: {
    is: "A market or one instrument stops: `mic` or `instrument`, never both. A `sidecar` stops program orders alone and refuses no tick.",
    line: { at: at("01:00:00"), instrument: "9984", kind: "halt", reason: "news pending" },
  },
  TradingResumed: {
    is: "The halt of the same target and kind ends; without this event it lasts over a close too.",
    line: { at: at("01:10:00"), instrument: "9984", kind: "halt" },
  },
  SessionPhaseChanged: {
    is: "An open session moves into another phase: `open`, `break` or `auction`. Ticks are accepted in `open` and `auction`.",
    line: { at: at("02:30:00"), ...tokyo, phase: "break" },
  },
  SessionClosed: {
    is: "The session is over. `closes` are official closes; an instrument without one closes at its last accepted tick.",
    line: { at: at("06:30:00"), ...tokyo, closes: { "9984": 4690 } },
  },
  CloseCorrected: {
    is: "The official close of an ended session was another. It holds for the whole tape, and the last one wins.",
    line: { at: at("07:00:00"), ...tokyo, instrument: "9984", close: 4691 },
  },
  StatisticPublished: {
    is: "A figure that an exchange publishes beside prices, of a `mic` or of an `instrument`. Of one name and date the last one stands.",
    line: { at: at("07:30:00"), ...tokyo, name: "turnover", value: "7712345000000", unit: "JPY" },
  },
  GuidanceRevised: {
    is: "An issuer states or changes its forecast. A value is a decimal, a range `[low, high]` or null. The class of a revision is worked out, never sent.",
    line: {
      at: at("07:45:00"),
      issuer: "9434",
      fiscalYearEnd: "2026-03-31",
      span: "FY",
      scope: "consolidated",
      standard: "IFRS",
      items: [{ metric: "netSales", previous: 6700, revised: 6950, currency: "JPY", unit: "1e9" }],
    },
  },
};

/** The example of a type as a line of a tape, with the id `TYPE-1`. */
export function exampleLine(type: MarketEvent["type"]): string {
  return JSON.stringify({ id: `${type}-1`, type, ...eventExamples[type].line });
}

/** The examples as the lines of one tape; the index is listed besides. */
export function exampleTape(): string[] {
  const types = Object.keys(eventExamples) as MarketEvent["type"][];
  const { line } = eventExamples.InstrumentListed;
  const { priceLimits: _, sector: __, issuer: ___, ...shared } = line;
  const index = {
    ...shared,
    id: "DEMO",
    type: "InstrumentListed",
    instrument: "DEMO",
    name: "Demo",
    kind: "index",
  };
  return types.flatMap((type) =>
    type === "IndexDefined" ? [JSON.stringify(index), exampleLine(type)] : [exampleLine(type)],
  );
}
