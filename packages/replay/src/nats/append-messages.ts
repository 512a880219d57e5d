/**
 * An append as messages of a stream: one for each market it has ticks of, one for all else, and a last one that names
 * its end. Each lists the positions of its events; events that no end covers were never appended.
 */
import { MarketError, type MarketEvent } from "@tapefold/core";
import { eventLine } from "../jsonl/event-line.ts";
import type { Listings } from "../tape/listings.ts";

/** Names the append that a message is part of. */
export const APPEND = "Tapefold-Append";
/** The positions of the message's events, as in `5-7,9`. */
export const POSITIONS = "Tapefold-Positions";
/** On the last message: the position of the append's last event. */
export const END = "Tapefold-End";

export interface Piece {
  /** The last part of the subject. */
  readonly market: string;
  readonly positions: string;
  readonly lines: Buffer;
}

/** The last part of the subject of all events but ticks: whoever folds ticks of any market folds these too. */
export const COMMON = "_";

/** A market's part of a subject, where no dot may stand. */
function marketToken(mic: string | undefined): string {
  return mic === undefined ? COMMON : mic.replaceAll(".", "=");
}

/** The market that the last part of a subject names. */
export function marketOfToken(token: string): string {
  return token.replaceAll("=", ".");
}

/**
 * The pieces of events that stand from a position on, each within a largest size in bytes.
 *
 * @throws MarketError `LOG_UNWRITABLE` for an event that is larger.
 */
export function piecesOf(
  events: readonly MarketEvent[],
  from: number,
  listings: Listings,
  bytesMax: number,
  log: string,
): Piece[] {
  const pieces: Piece[] = [];
  const open = new Map<string, { text: string; bytes: number; positions: number[] }>();
  const close = (market: string): void => {
    const piece = open.get(market);
    if (piece === undefined) return;
    open.delete(market);
    pieces.push({ market, positions: rangesOf(piece.positions), lines: Buffer.from(piece.text) });
  };
  events.forEach((event, index) => {
    listings.add(event);
    const market = marketToken(listings.marketOfTick(event));
    const line = `${eventLine(event)}\n`;
    // Counting bytes costs as much as writing the line, so a bound does where it is low enough.
    const most = line.length * CHAR_BYTES_MOST;
    const bytes = most <= bytesMax ? most : Buffer.byteLength(line);
    if (bytes > bytesMax) throw tooLarge(event, bytesMax, log);
    const begun = open.get(market);
    if (begun !== undefined && (begun.bytes + bytes > bytesMax || begun.positions.length === EVENTS_MAX))
      close(market);
    const piece = open.get(market) ?? { text: "", bytes: 0, positions: [] };
    open.set(market, piece);
    piece.text += line;
    piece.positions.push(from + index);
    piece.bytes += bytes;
  });
  for (const market of open.keys()) close(market);
  return pieces;
}

const EVENTS_MAX = 1_000;
/** Most bytes that a unit of a text takes in UTF-8. */
const CHAR_BYTES_MOST = 3;

function rangesOf(positions: readonly number[]): string {
  const ranges: string[] = [];
  for (let from = 0; from < positions.length;) {
    let to = from;
    while (positions[to + 1] === (positions[to] as number) + 1) to += 1;
    ranges.push(to === from ? String(positions[from]) : `${positions[from]}-${positions[to]}`);
    from = to + 1;
  }
  return ranges.join(",");
}

/** The positions that a text lists, as in `5-7,9`. */
export function placesOf(ranges: string): number[] {
  return ranges.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function tooLarge({ id }: MarketEvent, bytesMax: number, log: string): MarketError {
  const message = `event ${id} is larger than the ${bytesMax} bytes that the server takes in a message; raise its max_payload (${log})`;
  return new MarketError("LOG_UNWRITABLE", message, { log });
}
