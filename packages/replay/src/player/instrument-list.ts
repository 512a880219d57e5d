/** The instruments of a tape as a board lists them: indices first, in order of listing, a page at a time. */
import type { InstrumentKind, Read } from "@tapefold/core";
import { listing, market, marketList } from "@tapefold/projections";

export interface ListedInstrument {
  readonly id: string;
  readonly name: string;
  readonly kind: InstrumentKind;
  readonly mic: string;
  readonly region: string;
}

export interface InstrumentPage {
  readonly shown: readonly ListedInstrument[];
  /** All that were found. */
  readonly total: number;
  readonly page: number;
}

/** Instruments on one page. */
export const PAGE_ROWS = 40;

/** All listed instruments, indices before the others. */
export function listedInstruments(read: Read): readonly ListedInstrument[] {
  const all = read(marketList, "all").mics.flatMap((mic) => {
    const { region, instruments } = read(market, mic);
    return instruments.map((id): ListedInstrument => {
      const { now, kind } = read(listing, id);
      return { id, name: now.name, kind, mic, region };
    });
  });
  return [...all.filter(({ kind }) => kind === "index"), ...all.filter(({ kind }) => kind !== "index")];
}

/** A page of the instruments whose id or name contains a text; the last one if there are fewer pages. */
export function instrumentPage(all: readonly ListedInstrument[], find: string, page: number): InstrumentPage {
  const sought = find.toLowerCase();
  const found =
    sought === "" ? all : all.filter(({ id, name }) => `${id}\n${name}`.toLowerCase().includes(sought));
  const last = Math.max(0, Math.ceil(found.length / PAGE_ROWS) - 1);
  const shown = Math.min(page, last);
  return { shown: found.slice(shown * PAGE_ROWS, (shown + 1) * PAGE_ROWS), total: found.length, page: shown };
}
