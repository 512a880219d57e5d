// A session as one HTML page, which opens from disk and asks no network for anything.
import { writeFileSync } from "node:fs";
import { openTape, parseAsOf, sessionReport } from "@tapefold/replay";

const out = process.argv[2] ?? "golden.html";
const asOf = parseAsOf("2026-02-10T12:00:00Z");

const { html, fault } = await sessionReport(openTape("test/sessions/golden.jsonl"), {
  asOf,
  colours: "west",
});

writeFileSync(out, html);
console.log(fault === undefined ? "whole tape" : `up to the fault ${fault.message}`);
