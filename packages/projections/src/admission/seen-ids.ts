/**
 * Ids seen so far: of ticks while their market's session is open, ids of other events for good, and of a
 * numbered source its last number alone. A busted tick leaves no trace.
 */
import {
  contentHash,
  defineProjection,
  type Draft,
  type Facts,
  type MarketEvent,
  type Projection,
  type Read,
  type RecipeContext,
  Route,
} from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { openSessions } from "../session/open-sessions.ts";
import { allIds, type IdList, type KeptId, keptOf, noIds, withId } from "./id-list.ts";

/** One document, at the key `all`. */
export interface SeenIds {
  /** Ids of ended sessions count no more; they are cleared out once they could be the most. */
  readonly ids: IdList;
  /** Ids that came since they were cleared out last, and how many may. */
  readonly added: number;
  readonly limit: number;
}

const LIMIT_LEAST = 1024;

export const seenIds: Projection<SeenIds> = defineProjection<SeenIds>({
  name: "seen-ids",
  version: 4,
  needs: [listing, openSessions],
  key: {
    EventAccepted: (judged, read) => (keptFor(judged, read) === undefined ? null : "all"),
    EventRejected: (judged, read) => (isNew(judged, read) ? "all" : null),
    SessionOpened: (_, read) => cleared(read),
    SessionClosed: (_, read) => cleared(read),
  },
  // The number of a numbered event is kept in the place of its id.
  routes: { EventAccepted: () => [] },
  initial: { ids: noIds, added: 0, limit: LIMIT_LEAST },
  inner: "replaced",
  on: {
    EventAccepted: rememberJudged,
    EventRejected: rememberJudged,
    SessionOpened: clear,
    SessionClosed: clear,
  },
});

/** The last number of a source; -1 before its first. */
export interface SourceHead {
  readonly seq: number;
}

export const sourceHead = defineProjection<SourceHead>({
  name: "source-head",
  version: 1,
  key: {
    EventAccepted: ({ source }) => source,
    EventRejected: ({ source, code }) => (code === "busted" ? null : source),
  },
  routes: { EventAccepted: (source) => [new Route(source)] },
  initial: { seq: -1 },
  on: {
    EventAccepted: (head, { seq }) => {
      if (seq !== undefined && seq > head.seq) head.seq = seq;
    },
    EventRejected: (head, { seq }) => {
      if (seq !== undefined && seq > head.seq) head.seq = seq;
    },
  },
});

/** `duplicate` for what has been seen before, `id-conflict` for a seen id with other content, null for the rest. */
export function repeatCode(
  event: MarketEvent,
  source: string | undefined,
  seq: number | undefined,
  read: Read,
): "duplicate" | "id-conflict" | null {
  if (source !== undefined && seq !== undefined)
    return seq <= read(sourceHead, source).seq ? "duplicate" : null;
  const seen = keptOf(read(seenIds, "all").ids, event.id).filter((kept) => stands(kept, read));
  const known = seen.find(({ opened }) => opened === 0) ?? seen[0];
  if (known === undefined) return null;
  return known.content === contentHash(event) ? "duplicate" : "id-conflict";
}

/** True for a refused event whose id is kept and is not yet. */
function isNew(judged: Facts["EventRejected"], read: Read): boolean {
  const opened = judged.code === "busted" ? undefined : keptFor(judged, read);
  if (opened === undefined) return false;
  return !keptOf(read(seenIds, "all").ids, judged.event.id).some((kept) => kept.opened === opened);
}

/** True if anything is kept of an id. */
export function isKept({ ids }: Pick<SeenIds, "ids">, id: string): boolean {
  return keptOf(ids, id).length > 0;
}

function rememberJudged(
  seen: Draft<SeenIds>,
  judged: Facts["EventAccepted"] | Facts["EventRejected"],
  { read }: RecipeContext,
): void {
  // The list itself: its draft may be another object, of which no places are known.
  remember(seen, read(seenIds, "all").ids, judged.event, keptFor(judged, read) ?? 0);
}

/** Keeps the id of an event, for the session that opened at a position, or for good if that is 0. */
export function remember(seen: Draft<SeenIds>, ids: IdList, event: MarketEvent, opened: number): void {
  seen.ids = withId(ids, { id: event.id, content: contentHash(event), opened }) as Draft<IdList>;
  seen.added += 1;
}

/** Position of the opening of the session that an event's id is kept for, 0 for good; undefined if it is not kept. */
function keptFor(
  { event, source, seq }: Facts["EventAccepted"] | Facts["EventRejected"],
  read: Read,
): number | undefined {
  if (source !== undefined && seq !== undefined) return undefined;
  if (event.type !== "PriceTicked") return 0;
  const { mic } = read(listing, event.instrument);
  return read(openSessions, "all").open.find((one) => one.mic === mic)?.position;
}

function stands({ opened }: KeptId, read: Read): boolean {
  return opened === 0 || read(openSessions, "all").open.some(({ position }) => position === opened);
}

function cleared(read: Read): "all" | null {
  const { added, limit } = read(seenIds, "all");
  return added > limit ? "all" : null;
}

function clear(seen: Draft<SeenIds>, _: unknown, { read }: RecipeContext): void {
  let ids = noIds;
  let count = 0;
  for (const kept of allIds(read(seenIds, "all").ids))
    if (stands(kept, read)) {
      ids = withId(ids, kept);
      count += 1;
    }
  seen.ids = ids as Draft<IdList>;
  seen.added = 0;
  seen.limit = Math.max(LIMIT_LEAST, count);
}
