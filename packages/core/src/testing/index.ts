// Tapes to test with.
export { session, type SessionOptions } from "./session.ts";
