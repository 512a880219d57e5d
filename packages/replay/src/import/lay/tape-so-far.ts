/**
 * Reads what a tape already holds of the market that is imported into it: once through, then session by
 * session.
 */
import type {
  Decimal,
  EventOf,
  Instant,
  MarketEvent,
  ReadableLog,
  Recorded,
  TradingDate,
} from "@tapefold/core";
import { ReusedIds } from "../../verify/reused-ids.ts";

/** A session as it stands on the tape, amendments included. */
export interface StandingSession {
  readonly isClosed: boolean;
  /** Ids of its events. */
  readonly ids: ReadonlySet<string>;
  /** Its ticks by id: the price as it stands, or undefined if the tick is busted. */
  readonly ticks: ReadonlyMap<string, Decimal | undefined>;
  /** Its closes as they stand: the official one, or else the last tick. */
  readonly closes: ReadonlyMap<string, Decimal>;
}

/** An amendment on the tape, and how many of its kind there are. */
interface Amended {
  readonly price: Decimal | undefined;
  readonly count: number;
}

export class TapeSoFar {
  head = 0;
  /** The greatest instant on the tape. */
  latest: Instant = -Infinity;
  /** The greatest instant of the market's own sessions. */
  marketLatest: Instant = -Infinity;
  isMarketListed = false;
  /** The last session of the market that began. */
  lastDate: TradingDate | undefined;
  readonly splits: EventOf<"InstrumentSplit">[] = [];
  readonly guidance: EventOf<"GuidanceRevised">[] = [];
  readonly #log: ReadableLog;
  readonly #mic: string;
  readonly #reusedIds = new ReusedIds();
  readonly #ids = new Set<string>();
  readonly #basePrices = new Map<string, Decimal>();
  readonly #listings = new Map<string, EventOf<"InstrumentListed">>();
  /** Position at which each session begins. */
  readonly #positions = new Map<TradingDate, number>();
  readonly #amendments = new Map<string, Amended>();
  #reading: AsyncGenerator<Recorded> | undefined;
  #next: Recorded | undefined;

  /** Reads the tape through. Throws what reading throws. */
  static async read(log: ReadableLog, mic: string): Promise<TapeSoFar> {
    const tape = new TapeSoFar(log, mic);
    for await (const batch of log.read()) {
      tape.#reusedIds.watch(batch);
      for (const recorded of batch) tape.#learn(recorded);
    }
    return tape;
  }

  private constructor(log: ReadableLog, mic: string) {
    this.#log = log;
    this.#mic = mic;
  }

  /** True for an event on the tape that belongs to no session, such as a listing or a forecast. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The base price that the event of an id set. */
  basePrice(id: string): Decimal | undefined {
    return this.#basePrices.get(id);
  }

  listing(instrument: string): EventOf<"InstrumentListed"> | undefined {
    return this.#listings.get(instrument);
  }

  get firstDate(): TradingDate | undefined {
    return this.#positions.keys().next().value;
  }

  /** The first session after a date. */
  sessionAfter(date: TradingDate): TradingDate | undefined {
    return [...this.#positions.keys()].find((each) => each > date);
  }

  /** Number of ids that stand on lines of different instants. */
  get reusedIds(): number {
    return this.#reusedIds.count;
  }

  /** How often a tick, or a close by date and instrument, has been corrected. */
  corrections(target: string): number {
    return this.#amendments.get(target)?.count ?? 0;
  }

  /** The session of a date; dates must be asked for in rising order. Undefined if the tape has none. */
  async session(date: TradingDate): Promise<StandingSession | undefined> {
    const position = this.#positions.get(date);
    if (position === undefined) return undefined;
    this.#reading ??= flat(this.#log.read({ from: position }));
    let next = this.#next ?? (await this.#advance());
    while (next !== undefined && next.position < position) next = await this.#advance();
    const session = new SessionReader(this.#amendments, date);
    while (next !== undefined && (next.position === position || !this.#isOpening(next.event))) {
      session.take(next.event);
      next = await this.#advance();
    }
    return session.end();
  }

  async #advance(): Promise<Recorded | undefined> {
    const { value, done } = await this.#reading!.next();
    return (this.#next = done === true ? undefined : value);
  }

  #isOpening(event: MarketEvent): boolean {
    return event.type === "SessionOpened" && event.mic === this.#mic;
  }

  #learn({ position, event }: Recorded): void {
    this.head = position;
    if (event.at > this.latest) this.latest = event.at;
    if ("mic" in event && event.mic === this.#mic && event.type.startsWith("Session"))
      this.marketLatest = Math.max(this.marketLatest, event.at);
    switch (event.type) {
      case "PriceTicked":
        return;
      case "SessionOpened":
        if (event.mic !== this.#mic || this.#positions.has(event.date)) return;
        this.#positions.set(event.date, position);
        this.lastDate = event.date;
        return;
      case "TickBusted":
        return this.#amend(event.tick, undefined);
      case "TickCorrected":
        return this.#amend(event.tick, event.price);
      case "InstrumentListed":
        if (!this.#listings.has(event.instrument)) this.#listings.set(event.instrument, event);
        break;
      case "MarketListed":
        if (event.mic === this.#mic) this.isMarketListed = true;
        break;
      case "BasePriceSet":
        this.#basePrices.set(event.id, event.price);
        break;
      case "InstrumentSplit":
        this.splits.push(event);
        break;
      case "GuidanceRevised":
        this.guidance.push(event);
        break;
      case "CloseCorrected":
        if (event.mic === this.#mic) this.#amend(closeOf(event.date, event.instrument), event.close);
        return;
      default:
    }
    this.#ids.add(event.id);
  }

  /** A bust beats corrections; the last correction wins. */
  #amend(target: string, price: Decimal | undefined): void {
    const before = this.#amendments.get(target);
    const isBusted = before !== undefined && before.price === undefined;
    this.#amendments.set(target, {
      price: isBusted ? undefined : price,
      count: (before?.count ?? 0) + 1,
    });
  }
}

/** Key of a close's amendments; no tick's id has a space. */
export function closeOf(date: TradingDate, instrument: string): string {
  return `${date} ${instrument}`;
}

class SessionReader {
  readonly #amendments: ReadonlyMap<string, Amended>;
  readonly #date: TradingDate;
  readonly #ids = new Set<string>();
  readonly #ticks = new Map<string, Decimal | undefined>();
  readonly #closes = new Map<string, Decimal>();
  #isClosed = false;

  constructor(amendments: ReadonlyMap<string, Amended>, date: TradingDate) {
    this.#amendments = amendments;
    this.#date = date;
  }

  take(event: MarketEvent): void {
    this.#ids.add(event.id);
    if (event.type === "PriceTicked") {
      const amended = this.#amendments.get(event.id);
      const price = amended === undefined ? event.price : amended.price;
      this.#ticks.set(event.id, price);
      if (price !== undefined && !this.#isClosed) this.#closes.set(event.instrument, price);
    }
    if (event.type !== "SessionClosed" || event.date !== this.#date) return;
    this.#isClosed = true;
    for (const [instrument, close] of Object.entries(event.closes ?? {})) this.#closes.set(instrument, close);
  }

  end(): StandingSession {
    for (const instrument of this.#closes.keys()) {
      const amended = this.#amendments.get(closeOf(this.#date, instrument))?.price;
      if (amended !== undefined) this.#closes.set(instrument, amended);
    }
    return { isClosed: this.#isClosed, ids: this.#ids, ticks: this.#ticks, closes: this.#closes };
  }
}

async function* flat(batches: AsyncIterable<readonly Recorded[]>): AsyncGenerator<Recorded> {
  for await (const batch of batches) yield* batch;
}
