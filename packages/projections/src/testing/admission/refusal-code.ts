/** Why an event is refused, as the oracles write it. */
export type Code =
  | "busted"
  | "unknown"
  | "duplicate"
  | "id-conflict"
  | "derived"
  | "outside-session"
  | "session-closed"
  | "halted"
  | "bad-price"
  | "off-tick"
  | "limit"
  | "fat-finger"
  | "never-closed"
  | "double-open"
  | "split-intraday"
  | "withdrawn";
