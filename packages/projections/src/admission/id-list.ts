/**
 * Id list: ids in the order they came, with what is kept of each. Adding one makes a short page anew and shares all
 * others with the list before, so that a list of millions costs no more to hand out than a small one.
 */

/** Ids one after the other, each followed by the fingerprint of its event's content and the session it is kept for. */
type Page = readonly (string | number)[];

/** Full pages in full blocks, those of the block that fills, and the page that fills. */
export interface IdList {
  readonly blocks: readonly (readonly Page[])[];
  readonly block: readonly Page[];
  readonly page: Page;
}

export interface KeptId {
  readonly id: string;
  readonly content: number;
  /** Position of the opening of the session it is kept for; 0 where it is kept for good. */
  readonly opened: number;
}

const FIELDS = 3;
const PAGE_IDS = 32;
const BLOCK_PAGES = 32;

const NOTHING: readonly KeptId[] = [];

export const noIds: IdList = { blocks: [], block: [], page: Object.freeze([]) };

/** Where each id stands in a list, counted from 0; the places in rising order where it was seen in several sessions. */
type Places = Map<string, number | readonly number[]>;

/**
 * The places of a list's ids, by its filling page. They go along with the list that grows; of a list that is gone back to
 * they are found again.
 */
const known = new WeakMap<Page, Places>();

/** All that is kept of an id: of each session it was seen in, in the order they came. */
export function keptOf(list: IdList, id: string): readonly KeptId[] {
  const found = placesIn(list).get(id);
  if (found === undefined) return NOTHING;
  return typeof found === "number" ? [idAt(list, found)] : found.map((place) => idAt(list, place));
}

/** The list with one more; a page that no state holds yet is added to. */
export function withId(list: IdList, { id, content, opened }: KeptId): IdList {
  const { blocks, block, page } = list;
  const places = placesIn(list);
  note(places, id, sizeOf(list));
  if (!isFull(page) && !Object.isFrozen(page)) {
    (page as (string | number)[]).push(id, content, opened);
    return list;
  }
  const filling = isFull(page) ? [id, content, opened] : [...page, id, content, opened];
  known.delete(page);
  known.set(filling, places);
  if (!isFull(page)) return { blocks, block, page: filling };
  const pages = [...block, page];
  if (pages.length < BLOCK_PAGES) return { blocks, block: pages, page: filling };
  return { blocks: [...blocks, pages], block: [], page: filling };
}

/** Everything in a list, in the order it came. */
export function* allIds({ blocks, block, page }: IdList): Generator<KeptId> {
  for (const pages of [...blocks, block, [page]])
    for (const each of pages) for (let at = 0; at < each.length; at += FIELDS) yield keptAt(each, at);
}

function placesIn(list: IdList): Places {
  let places = known.get(list.page);
  if (places === undefined) {
    places = new Map();
    let place = 0;
    for (const { id } of allIds(list)) note(places, id, place++);
    known.set(list.page, places);
  }
  return places;
}

function note(places: Places, id: string, place: number): void {
  const before = places.get(id);
  if (before === undefined) places.set(id, place);
  else places.set(id, typeof before === "number" ? [before, place] : [...before, place]);
}

function sizeOf({ blocks, block, page }: IdList): number {
  return (blocks.length * BLOCK_PAGES + block.length) * PAGE_IDS + page.length / FIELDS;
}

function isFull(page: Page): boolean {
  return page.length === PAGE_IDS * FIELDS;
}

/** The id at a place, with what is kept of it. */
function idAt({ blocks, block, page }: IdList, place: number): KeptId {
  const number = Math.floor(place / PAGE_IDS);
  const pages = blocks[Math.floor(number / BLOCK_PAGES)] ?? block;
  return keptAt(pages[number % BLOCK_PAGES] ?? page, (place % PAGE_IDS) * FIELDS);
}

function keptAt(page: Page, at: number): KeptId {
  return { id: page[at] as string, content: page[at + 1] as number, opened: page[at + 2] as number };
}
