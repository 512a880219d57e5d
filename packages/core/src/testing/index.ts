// Tapes to test with.
export { session, type SessionOptions } from "./session.ts";

// What every log must do.
export { type LogCheck, logContract, type LogUnderTest } from "./log-contract.ts";
