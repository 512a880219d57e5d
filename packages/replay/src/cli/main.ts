#!/usr/bin/env tsx
import { commandLine } from "./command-line.ts";
import { processIo } from "../show/io.ts";

process.exitCode = await commandLine(process.argv.slice(2), processIo());
