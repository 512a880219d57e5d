// Tapes to test with.
export { session, type SessionOptions } from "./tapes/session.ts";

// What every projection must keep.
export type { Law } from "./laws/law.ts";
export { type LawOptions, laws, ruleSetLaws } from "./laws/laws.ts";

// What every log must do.
export { type LogCheck, logContract, type LogUnderTest } from "./log-contract/log-contract.ts";
