#!/usr/bin/env tsx
import { removeUnfinishedOnSignals } from "../disk/unfinished.ts";
import { commandLine } from "./command-line.ts";
import { processIo } from "../show/io.ts";

removeUnfinishedOnSignals();
process.exitCode = await commandLine(process.argv.slice(2), processIo());
// The process was asked to end, so it waits for no more input.
process.stdin.destroy();
