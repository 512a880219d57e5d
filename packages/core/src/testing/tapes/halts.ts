import fc from "fast-check";
import type { HaltKind } from "../../tape/event-base.ts";
import { pick, type Step } from "./tape-writer.ts";

/** A market or an instrument stops, or goes on. */
export function halts(): fc.Arbitrary<Step> {
  return fc
    .record({
      type: fc.constantFrom("TradingResumed", "TradingHalted"),
      kind: fc.constantFrom<HaltKind>("halt", "breaker", "sidecar"),
      target: fc.nat({ max: 9 }),
      isMarket: fc.boolean(),
    })
    .map(({ type, kind, target, isMarket }) => (tape) => {
      const mic = pick(tape.markets, target)?.mic;
      const instrument = pick(tape.instruments, target)?.instrument;
      tape.wait(1000);
      if (isMarket && mic !== undefined) tape.write({ type, kind, mic });
      else if (instrument !== undefined) tape.write({ type, kind, instrument, reason: "news" });
    });
}
