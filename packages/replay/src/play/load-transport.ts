import type { ReadableLog } from "@tapefold/core";
import { logOf } from "../open-tape.ts";
import { type AsOf, END_OF_TAPE, upTo } from "../tape/as-of.ts";
import { TapeClock, type Timing } from "./tape-clock.ts";
import { TapeSurvey } from "./tape-survey.ts";
import { Transport } from "./transport.ts";

/** Options of `transport`: how the tape is played, and up to where. */
export interface TransportOptions extends Partial<Timing> {
  /** Where this transport ends; the tape's own end if absent. */
  readonly asOf?: AsOf;
}

/**
 * Loads a tape to be played. It stands paused before its first event, and plays at the speed it happened and
 * without the time in which nobody trades unless told otherwise. It is read once for its end and its marks.
 *
 * @throws MarketError what reading the tape throws; `POSITION_UNKNOWN` for an `asOf` past its end.
 */
export async function transport(
  tape: string | ReadableLog,
  { asOf = END_OF_TAPE, speed = 1, ...timing }: TransportOptions = {},
): Promise<Transport> {
  const whole = logOf(tape);
  const survey = await TapeSurvey.of(whole);
  const end = await survey.positionOf(asOf);
  const log = end < survey.head ? upTo(whole, end) : whole;
  return new Transport(log, await TapeSurvey.of(log), new TapeClock({ skipsIdle: true, speed, ...timing }));
}
