/**
 * Checks of repeats. For a numbered source only its last number is remembered, and its lines' ids are ignored. For
 * other events the id is remembered, refused ones too: for ticks while their market's session is open, for all others
 * for good. A known id with the same content is a `duplicate`, with other content an `id-conflict`. Contents are the
 * same if they have the same fields with the same values: decimals by value, keys in any order.
 */
import type { MarketEvent, Recorded } from "@tapefold/core";
import type { Code } from "./refusal-code.ts";
import { fromDecimal, shortest } from "../price/exact.ts";
import { sessionAt, type History } from "../session/history.ts";
import { micOfTick } from "./tick-check.ts";

export interface Memory {
  /** Last number of each source. */
  readonly numbers: Map<string, number>;
  /** Content of each event other than a tick, by id. */
  readonly events: Map<string, string>;
  /** Content of each tick in a market's open session, by market and id. */
  readonly ticks: Map<string, Map<string, string>>;
}

export function newMemory(): Memory {
  return { numbers: new Map(), events: new Map(), ticks: new Map() };
}

export function repeatCode(memory: Memory, event: MarketEvent): Code | null {
  if (event.source !== undefined && event.seq !== undefined) {
    const last = memory.numbers.get(event.source);
    return last !== undefined && event.seq <= last ? "duplicate" : null;
  }
  const content = contentOf(event);
  const known = [memory.events, ...memory.ticks.values()].flatMap((contents) => contents.get(event.id) ?? []);
  if (known.length === 0) return null;
  return known.includes(content) ? "duplicate" : "id-conflict";
}

/** Remembers a line; call it with each line but busted ticks, before its event takes effect. */
export function rememberEvent(memory: Memory, history: History, recorded: Recorded): void {
  const { position, event } = recorded;
  if (event.source !== undefined && event.seq !== undefined) {
    memory.numbers.set(event.source, Math.max(event.seq, memory.numbers.get(event.source) ?? event.seq));
    return;
  }
  // The first content stands.
  if (event.type !== "PriceTicked") {
    if (!memory.events.has(event.id)) memory.events.set(event.id, contentOf(event));
    return;
  }
  const mic = micOfTick(history, event, position);
  if (mic === null || sessionAt(history, mic, position)?.endPosition !== null) return;
  const ofSession = memory.ticks.get(mic) ?? new Map<string, string>();
  if (!ofSession.has(event.id)) ofSession.set(event.id, contentOf(event));
  memory.ticks.set(mic, ofSession);
}

/** The paths of decimals in each type of event. */
const DECIMALS: Readonly<Partial<Record<MarketEvent["type"], RegExp>>> = {
  BasePriceSet: /^price$/,
  CloseCorrected: /^close$/,
  GuidanceRevised: /^items\.\d+\.(previous|revised)(\.\d)?$/,
  IndexDefined: /^(divisor|constituents\.\d+\.weight)$/,
  IndexRebalanced: /^(divisor|constituents\.\d+\.weight)$/,
  PriceTablesLoaded: /^rows\.\d+\.(below|value)$/,
  PriceTicked: /^(price|size)$/,
  RecordSeeded: /^level$/,
  SessionClosed: /^closes\./,
  StatisticPublished: /^value$/,
  StreakSeeded: /^close$/,
  TickCorrected: /^price$/,
};

function contentOf(event: MarketEvent): string {
  const decimals = DECIMALS[event.type];
  const textOf = (value: unknown, path: string): string => {
    if (typeof value !== "object" || value === null) {
      const isDecimal = decimals?.test(path) === true;
      const isWritten = typeof value === "string" || typeof value === "number";
      return isDecimal && isWritten ? shortest(fromDecimal(value)) : JSON.stringify(value);
    }
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const inner = fields.map(
      ([name, field]) => `${JSON.stringify(name)}:${textOf(field, path === "" ? name : `${path}.${name}`)}`,
    );
    return Array.isArray(value) ? `[${inner.join()}]` : `{${inner.sort().join()}}`;
  };
  return textOf({ v: 1, ...event }, "");
}
