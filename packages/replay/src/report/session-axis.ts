/** Time in a chart of a session: trading hours to scale, a break as a narrow band. */
import type { Instant } from "@tapefold/core";

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Width of a break in pixels. */
const BREAK_PX = 10;

export class SessionAxis {
  readonly breaks: readonly Span[];
  readonly #span: Span;
  readonly #left: number;
  readonly #pxPerMicro: number;

  /** Breaks lie within the span, in order of time, and do not touch each other. */
  constructor(span: Span, breaks: readonly Span[], [left, right]: readonly [number, number]) {
    this.breaks = breaks;
    this.#span = span;
    this.#left = left;
    const closed = breaks.reduce((sum, { from, to }) => sum + to - from, 0);
    const traded = Math.max(1, span.to - span.from - closed);
    this.#pxPerMicro = Math.max(0, right - left - BREAK_PX * breaks.length) / traded;
  }

  /** The place of an instant in pixels; the nearer end if it lies outside the session. */
  x(at: Instant): number {
    const { from, to } = this.#span;
    const instant = Math.min(Math.max(at, from), to);
    let [traded, bands] = [instant - from, 0];
    for (const gap of this.breaks) {
      if (instant <= gap.from) break;
      const past = Math.min(instant, gap.to) - gap.from;
      traded -= past;
      bands += (past / (gap.to - gap.from)) * BREAK_PX;
    }
    return this.#left + traded * this.#pxPerMicro + bands;
  }
}
