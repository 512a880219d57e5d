/**
 * The fields of the market's state as a tree, so that a valid path can be told from an invalid one. The type arguments
 * bind it to the state's own types: the compiler reports a field that is missing here.
 */
import type { Breadth } from "../index-level/attribution.ts";
import type { IndexState } from "../views/index-state.ts";
import type { InstrumentState, MilestoneText, RecordText } from "../views/instrument-state.ts";
import type { GuidanceItemState, GuidanceState, MarketState, ReactionState } from "../views/market-state.ts";
import type {
  EndedStreakState,
  PeriodsState,
  PeriodState,
  SessionState,
} from "../views/looking-back-state.ts";
import type { OvernightLead } from "../views/overnight-lead.ts";
import type { MoveCounts, Mover, SectorState, SharesState } from "../views/shares.ts";
import type { StatisticState } from "../views/statistic-states.ts";
import type { Since } from "../views/since.ts";
import type { Region } from "../views/region.ts";

/** The kind of a value: a number, a word, `true` or `false`, a date, or several decimals. */
export type ValueKind = "decimal" | "word" | "flag" | "date" | "decimals";

export type FieldTree =
  | { readonly kind: "value"; readonly of: ValueKind }
  /** A group of fields; `alone` is its kind of value if a path ends with it. */
  | {
      readonly kind: "group";
      readonly fields: Readonly<Record<string, FieldTree>>;
      readonly alone?: ValueKind;
    }
  | { readonly kind: "rows"; readonly row: FieldTree }
  /** Entries of one kind by id: an instrument, a code of admission. */
  | { readonly kind: "by-id"; readonly one: FieldTree };

type Fields<T> = { readonly [K in keyof Required<T>]: FieldTree };

const group = <T>(fields: Fields<T>, alone?: ValueKind): FieldTree => ({
  kind: "group",
  fields,
  ...(alone === undefined ? {} : { alone }),
});
const rows = <T>(fields: Fields<T>): FieldTree => ({ kind: "rows", row: group(fields) });
const value = (of: ValueKind): FieldTree => ({ kind: "value", of });
const [decimal, word, flag, date] = [value("decimal"), value("word"), value("flag"), value("date")];

const record = group<RecordText>({
  level: decimal,
  date,
  position: decimal,
  complete: flag,
  since: date,
  setThisSession: flag,
  straight: decimal,
  previous: group<NonNullable<RecordText["previous"]>>({ level: decimal, date }),
  gap: decimal,
  shortfallPct: decimal,
  near: word,
});

const index = group<IndexState>({
  mode: word,
  divisor: decimal,
  members: decimal,
  contributions: rows<IndexState["contributions"][number]>({
    instrument: word,
    points: decimal,
    share: decimal,
  }),
  residual: decimal,
  sectors: rows<IndexState["sectors"][number]>({ sector: word, points: decimal }),
  breadth: group<Breadth>({ advancers: decimal, decliners: decimal, unchanged: decimal, untraded: decimal }),
});

const period = group<PeriodState>({
  from: group<NonNullable<PeriodState["from"]>>({ date, close: decimal }),
  change: decimal,
  changePct: decimal,
  streak: group<PeriodState["streak"]>({ confirmed: decimal, provisional: decimal }, "decimal"),
  bestSince: date,
  worstSince: date,
});

const instrument = group<InstrumentState>({
  kind: word,
  mic: word,
  date,
  phase: word,
  last: decimal,
  open: decimal,
  high: decimal,
  low: decimal,
  close: decimal,
  previous: group<NonNullable<InstrumentState["previous"]>>({ date, close: decimal, changePct: decimal }),
  change: decimal,
  changePct: decimal,
  move: word,
  streak: group<InstrumentState["streak"]>(
    {
      confirmed: decimal,
      provisional: decimal,
      since: date,
      cumulativePct: decimal,
      ended: group<EndedStreakState>({ length: decimal, since: date, cumulativePct: decimal }),
    },
    "decimal",
  ),
  record: group<InstrumentState["record"]>({ close: record, high: record }),
  milestone: group<MilestoneText>({
    level: decimal,
    neededPct: decimal,
    toward: flag,
    reached: value("decimals"),
    gaveBack: value("decimals"),
  }),
  session: group<SessionState>({
    maxUpPct: decimal,
    maxDownPct: decimal,
    openedUp: flag,
    turn: word,
    closedAt: word,
  }),
  since: group<Since>({
    highestClose: date,
    lowestClose: date,
    highestHigh: date,
    lowestLow: date,
    bestDay: date,
    worstDay: date,
    first: date,
  }),
  periods: group<PeriodsState>({ week: period, month: period, quarter: period, year: period }),
  overnightLead: group<OvernightLead>({ mic: word, date, stale: flag }),
  index,
});

const guidance = rows<GuidanceState>({
  position: decimal,
  at: word,
  issuer: word,
  class: word,
  mandatory: flag,
  fiscalYearEnd: date,
  items: rows<GuidanceItemState>({
    metric: word,
    previous: decimal,
    revised: decimal,
    class: word,
    changePct: decimal,
    mandatory: flag,
    differsFromStanding: flag,
  }),
  reactions: rows<ReactionState>({
    instrument: word,
    link: word,
    date,
    reference: decimal,
    gapPct: decimal,
    maxUpPct: decimal,
    maxDownPct: decimal,
    lastPct: decimal,
    closePct: decimal,
  }),
});

const counts: Fields<MoveCounts> = { up: decimal, down: decimal, little: decimal, untraded: decimal };
const movers = rows<Mover>({ instrument: word, changePct: decimal });

export const stateFields: FieldTree = group<MarketState>({
  tape: group<MarketState["tape"] & { head: number }>({
    events: decimal,
    accepted: decimal,
    rejected: { kind: "by-id", one: decimal },
    head: decimal,
  }),
  asOf: group<MarketState["asOf"]>({ position: decimal, at: word }),
  digest: word,
  valuesDigest: word,
  regions: rows<Region>({
    region: word,
    up: decimal,
    down: decimal,
    little: decimal,
    word,
    leader: word,
    laggard: word,
  }),
  instruments: { kind: "by-id", one: instrument },
  statistics: rows<StatisticState>({
    mic: word,
    instrument: word,
    date,
    name: word,
    value: decimal,
    unit: word,
  }),
  sectors: rows<SectorState>({ mic: word, sector: word, ...counts, medianPct: decimal }),
  shares: rows<SharesState>({ mic: word, ...counts, gainers: movers, losers: movers }),
  guidance,
});
