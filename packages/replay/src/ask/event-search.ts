/** Finds events by description: the last one or all that match, up to a position; the ticks of a session. */
import type { MarketEvent, Recorded } from "@tapefold/core";
import type { Cause } from "@tapefold/projections";

export interface EventSearch {
  readonly found: readonly number[];
  /** Looks at the next event of the tape. */
  look(recorded: Recorded): void;
}

export function matching(ref: Cause["event"], upTo: number): EventSearch {
  let found: number[] = [];
  return {
    get found() {
      return found;
    },
    look: ({ position, event }) => {
      if (position > upTo) return;
      if (ref.kind === "path") {
        // A new session discards the ticks found so far.
        if (event.type === "SessionOpened" && event.mic === ref.mic) found = [];
        if (event.type === "PriceTicked" && ref.instruments.includes(event.instrument)) found.push(position);
      } else if (ref.kind === "like" && ref.types.includes(event.type) && fits(event, ref.where)) {
        found = ref.which === "last" ? [position] : [...found, position];
      }
    },
  };
}

function fits(event: MarketEvent, where: Readonly<Record<string, string>>): boolean {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(where).every(
    ([name, value]) => Object.hasOwn(fields, name) && fields[name] === value,
  );
}
