import fc from "fast-check";
import type { MarketEvent } from "../../tape/event.ts";
import { pick, type Step } from "./tape-writer.ts";

/** An event sent again: as it was, or under the same id with other content. */
export function repeats(): fc.Arbitrary<Step> {
  return fc
    .record({ back: fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 60 })), isSame: fc.boolean() })
    .map(({ back, isSame }) => (tape) => {
      const event = pick([...tape.log].reverse(), back)?.event;
      // A tick of an unknown instrument, or before any session, is not remembered: sent again it may be accepted.
      if (event === undefined || (event.type === "PriceTicked" && !wasOpen(tape, event.instrument))) return;
      tape.repeat(isSame ? event : changed(event));
    });
}

function wasOpen({ instruments }: Parameters<Step>[0], instrument: string): boolean {
  return instruments.some((one) => one.instrument === instrument && one.market.day >= 0);
}

function changed(event: MarketEvent): MarketEvent {
  if (event.type === "PriceTicked")
    return { ...event, price: typeof event.price === "number" ? event.price + 1 : 1 };
  return { ...event, at: event.at + 1 };
}
