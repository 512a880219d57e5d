/**
 * A loop as someone would write it who needs this one set of values and nothing else: one object an instrument, one loop, the
 * same admission of ticks. It takes sources that number their events, prices that are numbers, whole weights and the
 * last tick as the close; it knows nothing of amendments, splits, seeds, price tables, parts of a tick, sessions that
 * are missing, snapshots or states handed out.
 */
import type { MarketEvent, EventOf, Recorded } from "@tapefold/core";
import {
  closeSession,
  type HeldRecord,
  type Index,
  type Instrument,
  type Market,
  move,
  NO_REACTIONS,
  NONE,
  openSession,
  print,
  publish,
  sumUp,
} from "./hand-written-market.ts";

type Of<T extends MarketEvent["type"]> = Extract<MarketEvent, { type: T }>;

/** Every price below 2^50 units comes back from its division as it was. */
const UNITS_MOST = 2 ** 50;

export class HandWritten {
  readonly instruments = new Map<string, Instrument>();
  readonly revisions: { position: number; issuer: string; class: string }[] = [];
  accepted = 0;
  readonly rejected: Record<string, number> = {};
  readonly #markets = new Map<string, Market>();
  readonly #issuers = new Map<string, Instrument[]>();
  readonly #sources = new Map<string, { seq: number }>();

  add(batch: readonly Recorded[]): void {
    for (const { position, event } of batch) {
      const code = event.type === "PriceTicked" ? this.#tick(event, position) : this.#other(event, position);
      if (code === null) this.accepted += 1;
      else this.rejected[code] = (this.rejected[code] ?? 0) + 1;
    }
  }

  /** Counts the tick in where it is admitted; else the code it is refused with. */
  #tick(event: EventOf<"PriceTicked">, position: number): string | null {
    const isRepeat = this.#isRepeat(event);
    const instrument = this.instruments.get(event.instrument);
    if (instrument === undefined) return "unknown";
    if (isRepeat) return "duplicate";
    if (instrument.isDerived) return "derived";
    const { market } = instrument;
    if (market.date === null) return "outside-session";
    if (event.at < market.openedAt || market.phase === "closed") return "session-closed";
    if (market.phase === "break") return "outside-session";
    if (instrument.isHalted || market.isHalted) return "halted";
    const units = Math.round((event.price as number) * instrument.power);
    if (!(units > 0) || units > UNITS_MOST || units / instrument.power !== event.price) return "bad-price";
    const was = instrument.last;
    const isLast = print(instrument, units, event.at, position);
    const { routes } = instrument;
    for (let route = 0; route < routes.length; route += 1) {
      const { index, weight } = routes[route] as (typeof routes)[number];
      if (was === NONE) {
        if (instrument.reference === NONE) {
          index.missing -= 1;
          move(index, weight * units);
        } else move(index, weight * (units - instrument.reference));
      } else if (isLast) move(index, weight * (units - was));
      if (index.instrument.market.phase === "open") publish(index, event.at, position);
    }
    return null;
  }

  #isRepeat({ source, seq }: MarketEvent): boolean {
    const known = this.#sources.get(source as string);
    if (known === undefined) this.#sources.set(source as string, { seq: seq as number });
    else if ((seq as number) <= known.seq) return true;
    else known.seq = seq as number;
    return false;
  }

  #other(event: MarketEvent, position: number): string | null {
    if (this.#isRepeat(event)) return "duplicate";
    switch (event.type) {
      case "MarketListed":
        this.#markets.set(event.mic, {
          instruments: [],
          date: null,
          phase: "pre",
          openedAt: 0,
          isHalted: false,
        });
        break;
      case "InstrumentListed":
        this.#list(event);
        break;
      case "IndexDefined":
        this.#define(event);
        break;
      case "SessionOpened":
        this.#open(event);
        break;
      case "SessionClosed":
        this.#close(event, position);
        break;
      case "GuidanceRevised":
        this.#revise(event, position);
        break;
      default:
    }
    return null;
  }

  #list({ instrument: id, mic, scale, issuer }: Of<"InstrumentListed">): void {
    const market = this.#markets.get(mic) as Market;
    const instrument: Instrument = {
      id,
      market,
      scale,
      power: 10 ** scale,
      isDerived: false,
      isHalted: false,
      routes: [],
      date: null,
      open: NONE,
      openAt: 0,
      high: NONE,
      low: NONE,
      last: NONE,
      lastAt: 0,
      close: NONE,
      openPosition: 0,
      highPosition: 0,
      lowPosition: 0,
      lastPosition: 0,
      closePosition: 0,
      reference: NONE,
      previousDate: null,
      streak: 0,
      since: null,
      recordClose: noRecord(),
      recordHigh: noRecord(),
      index: undefined,
      reactions: [],
      live: NO_REACTIONS,
    };
    this.instruments.set(id, instrument);
    market.instruments.push(instrument);
    if (issuer !== undefined) this.#issuers.set(issuer, [...(this.#issuers.get(issuer) ?? []), instrument]);
  }

  #define(event: Of<"IndexDefined">): void {
    if (event.mode !== "derived") return;
    const instrument = this.instruments.get(event.instrument) as Instrument;
    const [whole = "", decimals = ""] = String(event.divisor).split(".");
    const members = event.constituents.map((member) => ({
      instrument: this.instruments.get(member.instrument) as Instrument,
      weight: Number(member.weight),
    }));
    // The members' prices share a scale, which is that of the index too.
    const index: Index = {
      instrument,
      members,
      base: 0n,
      baseNumber: 0,
      offset: 0,
      missing: members.length,
      factor: 1 / Number(event.divisor),
      divisorUnits: BigInt(whole + decimals),
      divisorPower: 10n ** BigInt(decimals.length),
    };
    instrument.isDerived = true;
    instrument.index = index;
    for (const { instrument: member, weight } of members) member.routes.push({ index, weight });
  }

  #open({ mic, date, phase = "open", at }: Of<"SessionOpened">): void {
    const market = this.#markets.get(mic) as Market;
    Object.assign(market, { date, phase, openedAt: at });
    for (const one of market.instruments) openSession(one, date);
    for (const { index } of market.instruments) if (index !== undefined) sumUp(index);
  }

  #close({ mic, date, at }: Of<"SessionClosed">, position: number): void {
    const market = this.#markets.get(mic) as Market;
    market.phase = "closed";
    for (const one of market.instruments)
      if (!one.isDerived && one.last !== NONE) closeSession(one, date, position);
    for (const one of market.instruments) {
      if (one.index === undefined || one.index.missing > 0) continue;
      publish(one.index, at, position);
      closeSession(one, date, position);
    }
  }

  #revise({ issuer, items }: Of<"GuidanceRevised">, position: number): void {
    const steps = new Set(
      items.map(({ previous, revised }) => Math.sign(Number(revised) - Number(previous))),
    );
    steps.delete(0);
    const [step] = steps;
    const known =
      steps.size > 1 ? "mixed" : step === undefined ? "reaffirm" : step > 0 ? "upgrade" : "downgrade";
    this.revisions.push({ position, issuer, class: known });
    for (const one of this.#issuers.get(issuer) ?? []) {
      const { market } = one;
      const isOpen = market.date !== null && market.phase !== "closed";
      const reaction = {
        revision: position,
        date: isOpen ? market.date : null,
        reference: !isOpen ? NONE : one.last === NONE ? one.reference : one.last,
        gap: NONE,
        gapAt: 0,
        maxUp: NONE,
        maxDown: NONE,
        last: NONE,
        lastAt: 0,
        close: NONE,
      };
      one.reactions.push(reaction);
      one.live = [...one.live, reaction];
    }
  }
}

function noRecord(): HeldRecord {
  return { level: NONE, date: "", position: 0, straight: 0, first: null };
}
