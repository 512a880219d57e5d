/** A tape of lines, its ticks split by market: a tick's market is found in its bytes, and the tick itself not read. */
import { isInstrumentId } from "@tapefold/core";
import { EventReader } from "../jsonl/event-reader.ts";
import { LineSplitter } from "../jsonl/line-splitter.ts";
import type { ByteSource } from "../jsonl/tape-bytes.ts";
import { Listings } from "../tape/listings.ts";
import type { SplitBatch } from "../tape/split-log.ts";
import { builtInUpcaster } from "../tape/upcaster.ts";
import { BatchMaker } from "./batch-maker.ts";

/**
 * The stretches of a tape of lines, from its first event.
 *
 * @throws MarketError; what reading the lines throws, though a tick's line is only read by whoever folds it.
 */
export async function* splitFile(name: string, bytes: ByteSource): AsyncGenerator<SplitBatch> {
  const lines = new LineSplitter();
  const reader = new EventReader(name, builtInUpcaster.value);
  const listings = new Listings();
  let end = 0;
  let made = new BatchMaker();
  const take = (chunk: Buffer, from: number, to: number): void => {
    const instrument = instrumentOf(chunk, from, to);
    let market = instrument === undefined ? undefined : listings.marketOf(instrument);
    if (market === undefined) {
      const { event } = reader.read(chunk, from, to);
      listings.add(event);
      market = listings.marketOfTick(event);
    }
    end += 1;
    made.add(market, chunk.subarray(from, to), end);
  };
  try {
    for await (const chunk of bytes()) {
      lines.split(chunk, take);
      if (end > 0) yield made.batch(end);
      made = new BatchMaker();
    }
    const { rest } = lines;
    const last = reader.readLast(rest, lines.start);
    if (last !== undefined) {
      made.add(listings.marketOfTick(last.event), rest, end + 1);
      yield made.batch(end + 1);
    }
  } catch (error) {
    throw reader.fault(error, lines.start);
  }
}

const TYPE = Buffer.from('","type":"PriceTicked","at":"');
const INSTRUMENT = Buffer.from('Z","instrument":"');
/** Before the type stand `{"id":"` and the id; between it and the instrument the instant. */
const ID_FROM = 7;
const ID_MOST = 128;
const INSTANT_MOST = 26;
const QUOTE = 0x22;

/** The instrument of a line that looks like a tick as this project writes it; undefined for any other line. */
function instrumentOf(chunk: Buffer, from: number, to: number): string | undefined {
  const type = chunk.indexOf(QUOTE, from + ID_FROM);
  if (type < 0 || type > from + ID_FROM + ID_MOST || !follows(chunk, type, TYPE)) return undefined;
  const instant = type + TYPE.length;
  const ended = chunk.indexOf(QUOTE, instant) - 1;
  if (ended < instant || ended > instant + INSTANT_MOST || !follows(chunk, ended, INSTRUMENT))
    return undefined;
  const first = ended + INSTRUMENT.length;
  const last = chunk.indexOf(QUOTE, first);
  if (last < 0 || last >= to) return undefined;
  const instrument = chunk.toString("latin1", first, last);
  return isInstrumentId(instrument) ? instrument : undefined;
}

function follows(chunk: Buffer, from: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index += 1) if (chunk[from + index] !== text[index]) return false;
  return true;
}
