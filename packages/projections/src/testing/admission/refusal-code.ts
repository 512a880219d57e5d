/** The codes of refusals, as the oracles write them. */
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
