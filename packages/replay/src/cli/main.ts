#!/usr/bin/env tsx
import { commandLine } from "./command-line.ts";
import { processIo } from "../show/io.ts";

process.exitCode = await commandLine(process.argv.slice(2), processIo());
// A process that was asked to end waits for no more input.
process.stdin.destroy();
