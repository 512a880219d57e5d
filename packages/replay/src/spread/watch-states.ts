import { MarketError, State } from "@tapefold/core";
import { Observable } from "rxjs";
import { rulesId } from "../fold/loaded-snapshot.ts";
import { StateBucket } from "../nats/state-bucket.ts";
import { mergedParts } from "./merged-parts.ts";
import { partRules } from "./part-fold.ts";
import { publishedPart, type PublishedPart } from "./published-part.ts";

/** The states that workers have published of a tape. */
export interface PublishedStates {
  /** The last state of each worker, by its markets; `base` is of what all share. */
  readonly parts: ReadonlyMap<string, { readonly state: State; readonly end: number }>;
  /** The state of the whole tape; undefined until the base and the parts of all markets are of one position. */
  readonly whole: State | undefined;
}

/**
 * The states that `tapefold work` publishes beside a tape on a server: those that are there, and then each that comes.
 * Fails with MarketError `LOG_UNREADABLE`; `SNAPSHOT_STALE` for states that other rules or another version made; and with
 * an Error if two workers have folded markets that belong to one group.
 */
export function watchStates(address: string): Observable<PublishedStates> {
  return new Observable((subscriber) => {
    const left = new AbortController();
    const bucket = StateBucket.at(address);
    const parts = new Map<string, PublishedPart>();
    const watch = async (): Promise<void> => {
      try {
        for await (const name of bucket.names(left.signal)) {
          const text = await bucket.get(name);
          if (text === undefined) continue;
          parts.set(name, usable(publishedPart(text), bucket.name));
          subscriber.next(statesOf(parts));
          if (subscriber.closed) return;
        }
      } finally {
        await bucket.close();
      }
    };
    watch().catch((error: unknown) => subscriber.error(error));
    return () => left.abort();
  });
}

function usable(part: PublishedPart, log: string): PublishedPart {
  if (part.rules === rulesId(partRules)) return part;
  const reason = "was made by other rules";
  throw new MarketError("SNAPSHOT_STALE", `a published state ${reason}; begin its worker anew (${log})`, {
    reason,
  });
}

function statesOf(published: ReadonlyMap<string, PublishedPart>): PublishedStates {
  const folded = [...published].map(([name, { part, end, markets }]) => {
    const state = State.unpack(part.state, partRules);
    return [name, { ...part, state, end, markets }] as const;
  });
  const parts = new Map(folded);
  const base = parts.get("base");
  const others = folded.flatMap(([name, part]) => (name === "base" ? [] : part));
  const known = new Set(others.flatMap(({ markets }) => markets));
  const isOne =
    base !== undefined &&
    others.every(({ end }) => end === base.end) &&
    base.markets.every((mic) => known.has(mic));
  return Object.freeze({ parts, whole: isOne ? mergedParts(base, others) : undefined });
}
