/**
 * Oracle of halts. A halt has a target (a market or one instrument) and a kind, and lasts from `TradingHalted` until
 * `TradingResumed` of the same two, over a close too. A side-car refuses nothing, and is no halt.
 */
import type { EventOf } from "@tapefold/core";
import { acceptedOf, type History } from "../session/history.ts";

/** True if the market, or the named instrument, is halted; a side-car stops nothing. */
export function isHalted(
  history: History,
  target: { mic: string; instrument?: string },
  position: number,
): boolean {
  const concerns = (event: EventOf<"TradingHalted"> | EventOf<"TradingResumed">) =>
    event.kind !== "sidecar" &&
    (event.mic !== undefined ? event.mic === target.mic : event.instrument === target.instrument);
  const halts = acceptedOf(history, "TradingHalted", position).filter(({ event }) => concerns(event));
  const resumes = acceptedOf(history, "TradingResumed", position).filter(({ event }) => concerns(event));
  return halts.some(
    (halt) =>
      !resumes.some(
        (resume) =>
          resume.position > halt.position &&
          resume.event.kind === halt.event.kind &&
          resume.event.mic === halt.event.mic &&
          resume.event.instrument === halt.event.instrument,
      ),
  );
}
