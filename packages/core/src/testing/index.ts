// Generated tapes.
export { session } from "./tapes/session.ts";

// Laws of projections.
export { laws, ruleSetLaws } from "./laws/laws.ts";

// Contract of logs.
export { logContract, type LogUnderTest } from "./log-contract/log-contract.ts";
