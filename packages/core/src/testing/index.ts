// Tapes to test with.
export { session, type SessionOptions } from "./session.ts";

// What every projection must keep.
export type { Law } from "./law.ts";
export { type LawOptions, laws, ruleSetLaws } from "./laws.ts";

// What every log must do.
export { type LogCheck, logContract, type LogUnderTest } from "./log-contract.ts";
