// Generated tapes.
export { session } from "./tapes/session.ts";
export { otherMarkets } from "./tapes/other-markets.ts";

// Laws of projections.
export { laws, ruleSetLaws } from "./laws/laws.ts";
export { foldedTapes } from "./laws/second-process.ts";

// Contract of logs.
export { logContract, type LogUnderTest } from "./log-contract/log-contract.ts";
