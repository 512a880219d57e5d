/**
 * Session: a market's trading day from open to close, known by its local date. Phase and date are those at an
 * event's position; the clock decides nothing. A session that is open when a later one opens ends unconfirmed.
 */
import { defineProjection, type Instant, type Phase, type TradingDate } from "@tapefold/core";

/** The current session of a market; keyed by its MIC. */
export interface Session {
  /** Date of the open session, else of the last one; null before the first. */
  readonly date: TradingDate | null;
  /** Phase of the session; `pre` before the first. */
  readonly phase: "pre" | Phase | "closed";
  readonly openedAt: Instant;
}

export const currentSession = defineProjection<Session>({
  name: "session",
  version: 1,
  key: ({ mic }) => mic,
  initial: { date: null, phase: "pre", openedAt: 0 },
  on: {
    SessionOpened: (session, { date, phase = "open", at }) => {
      session.date = date;
      session.phase = phase;
      session.openedAt = at;
    },
    SessionPhaseChanged: (session, { phase }) => {
      session.phase = phase;
    },
    SessionClosed: (session) => {
      session.phase = "closed";
    },
  },
});

/** True while a session is open, in whatever phase. */
export function isOpen({ phase }: Session): boolean {
  return phase !== "pre" && phase !== "closed";
}

/** True while a session is open and not in a break. */
export function isTrading(session: Session): boolean {
  return isOpen(session) && session.phase !== "break";
}
