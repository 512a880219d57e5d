/**
 * What has been seen: ids of ticks while their market's session is open, ids of other events for good, and of a
 * numbered source its last number alone. A busted tick leaves no trace.
 */
import {
  contentHash,
  defineProjection,
  type EventAccepted,
  type EventRejected,
  type MarketEvent,
  type Projection,
  type Read,
} from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { isOpen, session } from "../session/session.ts";

/** A share of the ids; each with a fingerprint of its event's content. */
export interface SeenIds {
  readonly kept: Readonly<Record<string, number>>;
  /** Of ticks, by market. */
  readonly open: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Enough that a document stays small, few enough that a close looks through them in no time. */
const SHARES = 256;
const shares = Array.from({ length: SHARES }, (_, share) => `${share}`);

export const seenIds: Projection<SeenIds> = defineProjection<SeenIds>({
  name: "seen-ids",
  version: 1,
  needs: [listing, session],
  key: {
    EventAccepted: (judged, read) => remembered(judged, read),
    EventRejected: (judged, read) => (judged.code === "busted" ? null : remembered(judged, read)),
    SessionOpened: ({ mic }, read) => shares.filter((share) => Object.hasOwn(read(seenIds, share).open, mic)),
    SessionClosed: ({ mic }, read) => shares.filter((share) => Object.hasOwn(read(seenIds, share).open, mic)),
  },
  initial: { kept: {}, open: {} },
  on: {
    EventAccepted: (seen, { event }, { read }) => remember(seen, event, read),
    EventRejected: (seen, { event }, { read }) => remember(seen, event, read),
    SessionOpened: (seen, { mic }) => {
      delete seen.open[mic];
    },
    SessionClosed: (seen, { mic }) => {
      delete seen.open[mic];
    },
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
  const { kept, open } = read(seenIds, shareOf(event.id));
  const id = idKey(event.id);
  const lists = [kept, ...Object.values(open)];
  const known = lists.find((ids) => Object.hasOwn(ids, id))?.[id];
  if (known === undefined) return null;
  return known === contentHash(event) ? "duplicate" : "id-conflict";
}

function remembered({ event, source, seq }: EventAccepted | EventRejected, read: Read): string | null {
  if (source !== undefined && seq !== undefined) return null;
  if (event.type === "PriceTicked" && !isOpen(read(session, read(listing, event.instrument).mic)))
    return null;
  return shareOf(event.id);
}

function remember(
  seen: { kept: Record<string, number>; open: Record<string, Record<string, number>> },
  event: MarketEvent,
  read: Read,
): void {
  let ids = seen.kept;
  if (event.type === "PriceTicked") {
    const { mic } = read(listing, event.instrument);
    ids = seen.open[mic] ??= {};
  }
  const id = idKey(event.id);
  if (!Object.hasOwn(ids, id)) ids[id] = contentHash(event);
}

function shareOf(id: string): string {
  let sum = 0;
  for (let index = 0; index < id.length; index += 1) sum = (Math.imul(sum, 31) + id.charCodeAt(index)) >>> 0;
  return `${sum % SHARES}`;
}

/** An id may be any printable text, `__proto__` too; with a sign before it none means anything to an object. */
function idKey(id: string): string {
  return `#${id}`;
}
