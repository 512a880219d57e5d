/**
 * The line of the tape that each amendment is about. Lines of one id in one session of their market are one tick; an
 * amendment is about the nearest one before it, else about the next, unless its market opens in between. An amendment
 * of a close is about its session's, one of a split about the split of its id.
 */
import type { EventOf, MarketEvent, Recorded } from "@tapefold/core";
import { sessionAt, type History } from "../session/history.ts";
import { micOfTick } from "./tick-check.ts";

/** The outcome of all amendments of one line. */
export interface Said {
  readonly busted: boolean;
  readonly price: number | string | null;
  readonly confirmed: boolean;
  readonly closes: Readonly<Record<string, number | string>>;
}

const NOTHING: Said = { busted: false, price: null, confirmed: false, closes: {} };

type TickAmendment = EventOf<"TickBusted"> | EventOf<"TickCorrected"> | EventOf<"TickConfirmed">;

/** One tick: its lines, and the opening of their session. */
interface Tick {
  readonly positions: number[];
  readonly opened: number;
}

export class AmendmentOracle {
  readonly #ticks = new Map<string, Tick[]>();

  /** Finds the ticks of a log; the sessions of `history` do not depend on any amendment. */
  constructor(log: readonly Recorded[], history: History) {
    for (const { position, event } of log) {
      if (event.type !== "PriceTicked") continue;
      const mic = micOfTick(history, event, position) ?? "";
      const opened = sessionAt(history, mic, position)?.openPosition ?? 0;
      const ticks = this.#ticks.get(event.id) ?? [];
      const same = ticks.find((tick) => tick.opened === opened);
      if (same === undefined) ticks.push({ positions: [position], opened });
      else same.positions.push(position);
      this.#ticks.set(event.id, ticks);
    }
  }

  /** The outcome of the believed amendments of a line. */
  said(believed: readonly Recorded[], { position, event }: Recorded): Said {
    return believed.reduce((said, amendment): Said => {
      const about = amendment.event;
      switch (about.type) {
        case "TickBusted":
          return this.#isAbout(amendment.position, about, position) ? { ...said, busted: true } : said;
        case "TickCorrected":
          return this.#isAbout(amendment.position, about, position) ? { ...said, price: about.price } : said;
        case "TickConfirmed":
          return this.#isAbout(amendment.position, about, position) ? { ...said, confirmed: true } : said;
        case "CloseCorrected": {
          const isClose =
            event.type === "SessionClosed" && event.mic === about.mic && event.date === about.date;
          return isClose ? { ...said, closes: { ...said.closes, [about.instrument]: about.close } } : said;
        }
        case "SplitWithdrawn":
          return event.type === "InstrumentSplit" && event.id === about.split
            ? { ...said, busted: true }
            : said;
        default:
          return said;
      }
    }, NOTHING);
  }

  /** True for two busts of one tick, and for two busts of an id without a tick so far. */
  isSameTick(one: Recorded<EventOf<"TickBusted">>, other: Recorded<EventOf<"TickBusted">>): boolean {
    if (one.event.tick !== other.event.tick) return false;
    const [mine, theirs] = [one, other].map(({ position, event }) => this.#tickOf(position, event));
    const [before, then] = [one, other].map(({ position, event }) => this.#before(position, event));
    return (mine !== undefined && mine === theirs) || (before === undefined && then === undefined);
  }

  #isAbout(amended: number, amendment: TickAmendment, position: number): boolean {
    return this.#tickOf(amended, amendment)?.positions.includes(position) === true;
  }

  #before(amended: number, { tick }: TickAmendment): Tick | undefined {
    const lineBefore = ({ positions }: Tick): number => positions.findLast((line) => line < amended) ?? 0;
    const ticks = (this.#ticks.get(tick) ?? []).filter((one) => lineBefore(one) > 0);
    return ticks.find((one) => ticks.every((other) => lineBefore(other) <= lineBefore(one)));
  }

  #tickOf(amended: number, amendment: TickAmendment): Tick | undefined {
    const before = this.#before(amended, amendment);
    if (before !== undefined) return before;
    // Ticks are in the order of their first lines.
    const next = this.#ticks.get(amendment.tick)?.[0];
    return next !== undefined && next.opened < amended ? next : undefined;
  }
}

export function isAmendment({ type }: MarketEvent): boolean {
  return /^(Tick(Busted|Corrected|Confirmed)|CloseCorrected|SplitWithdrawn)$/.test(type);
}
