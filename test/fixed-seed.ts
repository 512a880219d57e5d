/**
 * The tests draw the same cases each time, so that what passes here passes everywhere. To look for new ones, draw
 * others: `SEED=$RANDOM npm test`. What they find is kept as a named example.
 */
import fc from "fast-check";
import { runs } from "./runs.ts";

fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 20260210), numRuns: runs(100) });
