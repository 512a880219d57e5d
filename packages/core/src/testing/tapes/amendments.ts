import fc from "fast-check";
import { movedBy, pick, priceOf, type Step } from "./tape-writer.ts";

/** A bust, correction or confirmation of a tick: one just written, an old one, or one still to come. */
export function amendments(): fc.Arbitrary<Step> {
  return fc
    .record({
      type: fc.constantFrom("TickBusted", "TickCorrected", "TickConfirmed"),
      back: fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 40 })),
      beforehand: fc.nat({ max: 3 }).map((n) => n === 3),
      percent: fc.integer({ min: -5, max: 5 }),
    })
    .map(({ type, back, beforehand, percent }) => (tape) => {
      const tick = beforehand ? tape.promiseTickId() : pick([...tape.tickIds].reverse(), back);
      if (tick === undefined) return;
      tape.wait(1000);
      if (type !== "TickCorrected") {
        tape.write({ type, tick });
        return;
      }
      const event = tape.log.find((recorded) => recorded.event.id === tick)?.event;
      const instrument = event?.type === "PriceTicked" ? event.instrument : undefined;
      const known =
        tape.instruments.find((one) => one.instrument === instrument) ?? pick(tape.instruments, back);
      if (known === undefined) return;
      tape.write({ type, tick, price: priceOf(movedBy(known.price, percent), known) });
    });
}
