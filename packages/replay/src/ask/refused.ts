/** The events that admission refused, with the meanings of their codes. */
import { defineProjection, Fold, type MarketEvent, type ReadableLog } from "@tapefold/core";
import { marketRules, refusalMeanings } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import { upTo } from "../tape/as-of.ts";

type Refusal = keyof typeof refusalMeanings;

/** An event that admission refused, with the code, its meaning and the remedy. */
export interface RefusedEvent {
  readonly position: number;
  readonly id: string;
  readonly type: MarketEvent["type"];
  readonly code: Refusal;
  readonly means: string;
  readonly remedy: string;
}

/**
 * Every refused event of a tape, in order, in batches. The tape is read once to learn what must be known
 * beforehand, and once more for the events, so memory stays flat.
 *
 * @throws MarketError, what reading the log throws.
 */
export async function* refusedEvents(log: ReadableLog): AsyncGenerator<readonly RefusedEvent[]> {
  const { known, state } = await foldTape(log);
  let found: RefusedEvent[] = [];
  // The rule keeps no documents, and no state of it is ever taken.
  const listener = defineProjection<object>({
    name: "refused-events",
    version: 1,
    key: { EventRejected: () => "all" },
    initial: {},
    on: {
      EventRejected: (_, { event: { id, type }, code }, { position }) => {
        const refusal = code as Refusal;
        found.push({ position, id, type, code: refusal, ...refusalMeanings[refusal] });
      },
    },
  });
  const fold = new Fold([...marketRules, marketRules.member(listener)], known);
  for await (const batch of upTo(log, state.position).read()) {
    fold.add(batch);
    if (found.length > 0) yield found;
    found = [];
  }
}
