/** A word on every field of `replay --json`; the compiler reports a field of the state that has none. */
import type { MarketState } from "@tapefold/projections";

/** One line for a value, a line and its fields for a group, a row or an entry by id. */
export type Meaning<T> = T extends readonly (infer Row)[]
  ? Row extends object
    ? readonly [string, Meanings<Row>]
    : string
  : T extends object
    ? string extends keyof T
      ? T[keyof T] extends object
        ? readonly [string, Meanings<T[keyof T]>]
        : string
      : readonly [string, Meanings<T>]
    : string;

type Meanings<T> = { readonly [K in keyof T]-?: Meaning<NonNullable<T[K]>> };

/** Ranges of forecasts are lists of texts, shown as values. */
type Flat = string;

const record = (what: string) =>
  [
    what,
    {
      level: "the record, or the highest seen where no record is known",
      date: "date of the session that set it",
      position: "position of the event that set it",
      complete: "whether the whole history stands behind it, by its seed",
      since: "the first date observed; null if complete",
      setThisSession: "whether the current session broke it",
      straight: "sessions in a row that broke it",
      previous: [
        "the record as the session opened; null in the first session and on the seed's own date",
        { level: "that level, on the session's basis", date: "that date" },
      ],
      gap: "level less current price, in points; negative above it",
      shortfallPct: "the gap in percent of the level",
      near: "`at-record`, `touching` (within 0.10 %), `striking-distance` (1 %), `near` (2 %), `approaching` (5 %, and above the reference) or `far`",
    },
  ] as const;

const period = (what: string) =>
  [
    what,
    {
      from: [
        "the last confirmed close before the period's first session; null if the tape lacks one",
        { date: "its date", close: "the close" },
      ],
      change: "current price less that close",
      changePct: "the same in percent",
      streak: [
        "periods in a row that ended up (positive) or down (negative)",
        { confirmed: "of ended periods", provisional: "with the running period at the current price" },
      ],
      bestSince: "last session of the last ended period that rose at least as much; null if none",
      worstSince: "the same for a change at least as low",
    },
  ] as const;

const counts = {
  up: "shares that rose",
  down: "shares that fell",
  little: "shares within 0.10 % of their reference",
  untraded: "shares without a price in the session",
};
const movers = (what: string) =>
  [what, { instrument: "the share", changePct: "its change in percent" }] as const;

const forecast: Flat = "the forecast: a decimal, a range `[low, high]`, or null";

export const fieldMeanings: Meanings<MarketState> = {
  tape: [
    "the events that were folded; the command adds `head`, the last position of the tape",
    {
      events: "events up to the as-of",
      accepted: "those that the gate let in",
      rejected: "refused events by code",
    },
  ],
  asOf: [
    "the moment of the state",
    { position: "position of the last folded event", at: "its instant; null before any event" },
  ],
  digest: "SHA-256 of the whole canonical state",
  valuesDigest: "SHA-256 of the market's values alone: no positions, ids, causes, counters or as-of",
  regions: [
    "a row for each region, in order of listing of its markets",
    {
      region: "name of the region",
      up: "indices above their reference",
      down: "indices below it",
      little: "indices within 0.10 % of it",
      word: "`higher`, `mostly higher`, `mixed`, `mostly lower`, `lower` or `little changed`",
      leader: "index with the greatest change, ties by id",
      laggard: "index with the least",
    },
  ],
  instruments: [
    "every listed instrument by id",
    {
      kind: "`equity`, `index`, `currency`, `commodity`, `rate`, `volatility` or `future`",
      mic: "its market",
      date: "date of the market's current or last session",
      phase: "`pre`, `open`, `break`, `auction`, `halted` or `closed`",
      last: "the accepted tick with the greatest instant, then position",
      open: "the accepted tick with the least; the close where the session had no tick",
      high: "the highest price of the session, the close included",
      low: "the lowest",
      close: "the official close, else the last tick; null until the session closes",
      previous: [
        "the close before this session; null without one",
        {
          date: "its date",
          close: "the close, on this session's basis",
          changePct: "change of that session",
        },
      ],
      change: "the close, or before it the last tick, less the reference",
      changePct: "the same in percent, 4 decimals, ties away from zero",
      move: "`up`, `down`, `little-changed` (within 0.10 %) or `untraded`",
      streak: [
        "sessions in a row up (positive) or down (negative); null where unknown",
        {
          confirmed: "by official closes",
          provisional: "if the session ended now; null once it has closed and before the first tick",
          since: "first session of the confirmed streak",
          cumulativePct: "how far the streak has carried the price",
          ended: [
            "the streak of two or more that this session's close ended; null otherwise",
            {
              length: "its signed length",
              since: "its first session",
              cumulativePct: "how far it had carried",
            },
          ],
        },
      ],
      record: [
        "records of two bases",
        { close: record("the highest official close"), high: record("the highest price") },
      ],
      milestone: [
        "round numbers, for indices only",
        {
          level: "lowest round number above the current level",
          neededPct: "the rise that reaches it",
          toward: "whether the level is above its reference",
          reached: "round numbers above the reference that the session reached",
          gaveBack: "those of them that the level is below now",
        },
      ],
      overnightLead: [
        "the US session that had closed last when this market opened; null for US markets",
        { mic: "its market", date: "its date", stale: "whether it led this market's session before as well" },
      ],
      index: [
        "the make-up of an index; null for all other instruments",
        {
          mode: "`quoted` or `derived`",
          divisor: "the divisor in force; null if quoted",
          members: "number of members",
          contributions: [
            "every member of a derived index, largest first",
            {
              instrument: "the member",
              points: "points it gave, apportioned so that they add up to the change shown",
              share: "its part of the exact sum in percent; null at a sum of 0",
            },
          ],
          residual: "points that divisor rounding and base prices leave",
          sectors: [
            "members added up by sector, `unclassified` last",
            { sector: "name of the sector", points: "sum of its members' points" },
          ],
          breadth: [
            "members by the sign of their change",
            {
              advancers: "above their reference",
              decliners: "below it",
              unchanged: "at it",
              untraded: "without a price in the session",
            },
          ],
        },
      ],
      session: [
        "the path of the session; null without a price",
        {
          maxUpPct: "the high against the reference, of either sign",
          maxDownPct: "the low against it",
          openedUp: "true above the reference, false below it, null at it",
          turn: "`erased-gain`, `erased-loss`, `pared-gain`, `pared-loss` or null",
          closedAt: "`high` or `low` where the close is within 0.10 % of it; null if neither or both",
        },
      ],
      since: [
        "the last earlier session of each kind; null where none goes back to `first`",
        {
          highestClose: "with a close at least as high as the current price",
          lowestClose: "with a close at least as low",
          highestHigh: "with a high at least as high as this session's",
          lowestLow: "with a low at least as low",
          bestDay: "with a change at least as high",
          worstDay: "with a change at least as low",
          first: "the first session that counts",
        },
      ],
      periods: [
        "calendar periods by the exchange's dates; null without a price",
        {
          week: period("the ISO week"),
          month: period("the month"),
          quarter: period("the quarter"),
          year: period("the year"),
        },
      ],
    },
  ],
  statistics: [
    "published figures, the last date of each, by market or instrument, then name",
    {
      mic: "the market, or null",
      instrument: "the instrument, or null",
      date: "session it is of",
      name: "`advancers`, `decliners`, `unchanged`, `volume`, `turnover`, `netForeign`, `netInstitutions` or `netIndividuals`",
      value: "the value",
      unit: "a currency or `shares`; null for a count",
    },
  ],
  sectors: [
    "shares of each market by sector, by order of listing, then name",
    { mic: "the market", sector: "the sector", ...counts, medianPct: "median change in percent" },
  ],
  shares: [
    "all shares of each market",
    {
      mic: "the market",
      ...counts,
      gainers: movers("the ten largest rises at most, ties by id"),
      losers: movers("the ten largest falls at most"),
    },
  ],
  guidance: [
    "revisions of forecasts, in order of the tape",
    {
      position: "position of the event",
      at: "its instant",
      issuer: "the issuer",
      class:
        "`upgrade`, `downgrade`, `mixed`, `reaffirm`, `narrow`, `widen`, `initiate`, `withdraw` or `reinstate`",
      mandatory: "whether Tokyo's rules ask for disclosure",
      fiscalYearEnd: "end of the year it is for",
      items: [
        "a row for each metric",
        {
          metric: "the metric",
          previous: forecast,
          revised: forecast,
          class: "`raise`, `lower`, `reaffirm`, `narrow`, `widen`, `initiate`, `withdraw` or `reinstate`",
          changePct: "change in percent; null from a loss, a range or nothing",
          mandatory: "whether this metric alone asks for disclosure",
          differsFromStanding: "whether `previous` differs from the forecast that stood",
        },
      ],
      reactions: [
        "prices after it: the issuer's own instruments, then those of its parents, by id",
        {
          instrument: "the instrument",
          link: "`own` or `subsidiary`",
          date: "session that reacts; null until it opens",
          reference: "the last tick before the event in that session, else the base price",
          gapPct: "the first tick against the reference",
          maxUpPct: "the highest",
          maxDownPct: "the lowest",
          lastPct: "the last",
          closePct: "the close",
        },
      ],
    },
  ],
};
