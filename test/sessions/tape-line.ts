/**
 * Lines of a tape as they are written: plain objects with the keys in their order on the line, `at` an RFC 3339
 * text. The functions turn the tables beside this file into sessions, and sessions of many markets into one tape.
 */
import type { MarketEvent } from "@tapefold/core";
import type { ListedMarket } from "./markets.ts";

/** An event in its wire form. */
export type TapeLine = Wire<MarketEvent>;
type Wire<E> = E extends unknown ? Omit<E, "at"> & { readonly at: string } : never;

/** One price of one instrument, and where the price comes from: a tag of the README, or `SYN` for an invented one. */
export interface Print {
  readonly instrument: string;
  /** Local wall time `HH:MM` of the table's row; names the tick. */
  readonly time: string;
  /** Seconds before `time` at which it printed; 0 if absent. */
  readonly secondsBefore?: number;
  readonly price: number;
  readonly tag: string;
  readonly updates?: readonly ("last" | "highLow" | "volume")[];
}

/** One session of one market. */
export interface Session {
  readonly mic: string;
  readonly date: string;
  /** In order of time; at one instant in the order given. */
  readonly prints: readonly Print[];
  /** The official closes. */
  readonly closes: Readonly<Record<string, number>>;
  /** With breaks and auctions; false opens and closes only. */
  readonly hasPhases: boolean;
  /** Events at the close, after it. */
  readonly after?: readonly TapeLine[];
}

/** UTC instant of a local wall time, at the market's offset in these days of February 2026. */
export function instantOf(market: ListedMarket, date: string, time: string, secondsBefore = 0): string {
  const local = Date.parse(`${date}T${time}:00Z`) - secondsBefore * 1000;
  return `${new Date(local - market.utcOffsetMinutes * 60_000).toISOString().slice(0, 19)}Z`;
}

/** The lines of a session: opening, prints and phases by time, close. Prints come before a phase change of their instant. */
export function sessionLines(market: ListedMarket, session: Session): TapeLine[] {
  const { mic, date } = session;
  const name = `${mic.toLowerCase()}-${date.slice(5).replace("-", "")}`;
  const at = (time: string): string => instantOf(market, date, time);
  const { openTime, openPhase, changes, closeTime } = market.hours;

  const opened: TapeLine = {
    id: `${name}-opened`,
    type: "SessionOpened",
    at: at(openTime),
    mic,
    date,
    ...(session.hasPhases && openPhase !== "open" ? { phase: openPhase } : {}),
  };
  const prints = session.prints.map((print) => tick(market, date, print));
  const phases = (session.hasPhases ? changes : []).map(({ time, phase }): TapeLine => ({
    id: `${name}-${phase}-${time.replace(":", "")}`,
    type: "SessionPhaseChanged",
    at: at(time),
    mic,
    date,
    phase,
  }));
  const closes = session.closes;
  const closed: TapeLine = {
    id: `${name}-closed`,
    type: "SessionClosed",
    at: at(closeTime),
    mic,
    date,
    ...(Object.keys(closes).length > 0 ? { closes } : {}),
  };
  return [opened, ...byInstant([prints, phases]), closed, ...(session.after ?? [])];
}

/** A tick; named `9984-1045` on the 10th, `9984-0209-1045` on earlier days. */
function tick(market: ListedMarket, date: string, print: Print): TapeLine {
  const day = date === "2026-02-10" ? "" : `${date.slice(5).replace("-", "")}-`;
  return {
    id: `${print.instrument.toLowerCase()}-${day}${print.time.replace(":", "")}`,
    type: "PriceTicked",
    at: instantOf(market, date, print.time, print.secondsBefore),
    instrument: print.instrument,
    price: print.price,
    ...(print.updates ? { updates: print.updates } : {}),
  };
}

/** Several runs of lines, each in order of time, as one; at one instant the earlier run first. */
export function byInstant(runs: readonly (readonly TapeLine[])[]): TapeLine[] {
  for (const run of runs)
    run.forEach((line, index) => {
      const before = run[index - 1];
      if (before && before.at > line.at) throw new Error(`${line.id} lies before ${before.id}`);
    });
  return runs.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Ticks numbered by the feed that carries them, each feed from 1; an instrument without a feed stays unnumbered. */
export function numbered(
  lines: readonly TapeLine[],
  feedOf: (instrument: string) => string | undefined,
): TapeLine[] {
  const last = new Map<string, number>();
  return lines.map((line) => {
    const source = line.type === "PriceTicked" ? feedOf(line.instrument) : undefined;
    if (source === undefined) return line;
    const seq = (last.get(source) ?? 0) + 1;
    last.set(source, seq);
    return { ...line, source, seq };
  });
}

/** The file's text: one line an event. */
export const toJsonLines = (lines: readonly TapeLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join("");
