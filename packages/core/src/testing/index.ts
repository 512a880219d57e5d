// Generated tapes.
export { session, type SessionOptions } from "./tapes/session.ts";

// Laws of projections.
export type { Law } from "./laws/law.ts";
export { type LawOptions, laws, ruleSetLaws } from "./laws/laws.ts";

// Contract of logs.
export { type LogCheck, logContract, type LogUnderTest } from "./log-contract/log-contract.ts";
