/** Tapes made of a tape, that a law says come to the same, or to something known. */
import { type Decimal, formatUnits, type MarketEvent, parseDecimal, type Recorded } from "@tapefold/core";
import { changed, eventsOf, type Log, renumbered, without } from "./tapes.ts";

/** The ticks that follow each other on the tape, in any order among themselves. */
export function shuffled(log: Log, choose: (count: number) => number): Recorded[] {
  const events: MarketEvent[] = [];
  let run: MarketEvent[] = [];
  const flush = (): void => {
    while (run.length > 0) events.push(...run.splice(choose(run.length), 1));
    run = [];
  };
  for (const event of eventsOf(log)) {
    if (event.type === "PriceTicked") run.push(event);
    else {
      flush();
      events.push(event);
    }
  }
  flush();
  return renumbered(events);
}

/** A decimal times a whole number, exactly. */
export function times(decimal: Decimal, factor: number): string {
  const { units, scale } = parseDecimal(decimal) ?? { units: 0n, scale: 0 };
  return formatUnits(units * BigInt(factor), scale);
}

/** The tape with every price of an instrument times what `factor` says. */
export function scaled(log: Log, factor: (instrument: string, recorded: Recorded) => number): Recorded[] {
  return log.map((recorded) => {
    const { event, position } = recorded;
    return { position, event: withPrices(event, (instrument) => factor(instrument, recorded), log) };
  });
}

function withPrices(event: MarketEvent, by: (instrument: string) => number, log: Log): MarketEvent {
  switch (event.type) {
    case "PriceTicked":
    case "BasePriceSet":
      return { ...event, price: times(event.price, by(event.instrument)) };
    case "TickCorrected": {
      const tick = log.find((other) => other.event.id === event.tick)?.event;
      if (tick?.type !== "PriceTicked") return event;
      return { ...event, price: times(event.price, by(tick.instrument)) };
    }
    case "RecordSeeded":
      return { ...event, level: times(event.level, by(event.instrument)) };
    case "StreakSeeded":
      return { ...event, close: times(event.close, by(event.instrument)) };
    case "SessionClosed": {
      if (event.closes === undefined) return event;
      const closes = Object.entries(event.closes).map(([id, price]) => [id, times(price, by(id))]);
      return { ...event, closes: Object.fromEntries(closes) as Record<string, string> };
    }
    default:
      return event;
  }
}

/** True where a price would leave what is safe if it grew a little. */
export function hasPriceAbove(log: Log, bound: number): boolean {
  const prices = log.flatMap(({ event }) => {
    if (event.type === "PriceTicked" || event.type === "BasePriceSet") return [event.price];
    if (event.type === "TickCorrected") return [event.price];
    if (event.type === "SessionClosed") return Object.values(event.closes ?? {});
    if (event.type === "RecordSeeded") return [event.level];
    return event.type === "StreakSeeded" ? [event.close] : [];
  });
  return prices.some((price) => Number(price) > bound);
}

/** The tape with all instruments on the first market. */
export function inOneMarket(log: Log): Recorded[] {
  const first = log.find(({ event }) => event.type === "MarketListed")?.event as { mic?: string } | undefined;
  const mic = first?.mic ?? "";
  const owners = new Set(
    log.flatMap(({ event }) => (event.type === "SessionOpened" && event.mic !== mic ? [event.mic] : [])),
  );
  const kept = without(
    log,
    (event) =>
      "mic" in event &&
      owners.has(event.mic ?? "") &&
      event.type !== "MarketListed" &&
      event.type !== "InstrumentListed",
  );
  return changed(kept, ["InstrumentListed"], (event) => ({ ...event, mic }));
}

/** The tape with every open session closed, and then one of all markets in which nothing trades. */
export function withQuietSession(log: Log, date: string): Recorded[] {
  const at = Math.max(0, ...log.map(({ event }) => event.at)) + 1;
  const open = new Map<string, string>();
  const mics = new Set<string>();
  for (const { event } of log) {
    if (event.type === "MarketListed") mics.add(event.mic);
    if (event.type === "SessionOpened") open.set(event.mic, event.date);
    if (event.type === "SessionClosed") open.delete(event.mic);
  }
  const lines = [
    ...[...open].map(([mic, day]) => ({ type: "SessionClosed", mic, date: day })),
    ...[...mics].map((mic) => ({ type: "SessionOpened", mic, date })),
    ...[...mics].map((mic) => ({ type: "SessionClosed", mic, date })),
  ];
  const quiet = lines.map((line, index) => ({ id: `quiet-${date}-${index}`, at, ...line }) as MarketEvent);
  return renumbered([...eventsOf(log), ...quiet]);
}
