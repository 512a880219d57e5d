// A published wrap, claim by claim, against the tape of its session.
import { readFileSync } from "node:fs";
import { check, openTape, parseAsOf } from "@tapefold/replay";

const claims: unknown = JSON.parse(readFileSync("test/sessions/article.json", "utf8"));
const asOf = parseAsOf("2026-02-10T04:30:00Z");

const { claims: checked } = await check(openTape("test/sessions/golden.jsonl"), claims, asOf);

for (const { id, verdict, says } of checked) console.log(id, verdict, says);
