/**
 * The golden digests. They change only with what the rules compute or keep; then the rule's version goes up, and the
 * new digests are written here in the same commit.
 */
import { readFileSync } from "node:fs";
import { fold, type MarketEvent, parseEvent, record } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { expect, test } from "vitest";
import { goldenTape } from "./golden-tape.ts";

const kept = (name: string): MarketEvent[] =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => parseEvent(JSON.parse(line)));
const quoted = goldenTape({ quoted: true }).map((line) => parseEvent(line));

test.each([
  [
    "golden at half past one in Tokyo",
    kept("golden.jsonl").slice(0, 242),
    "e8f1420987e6e40fdde0e239ef0e63000d0e4e2de52eae8b437e82334684d769",
    "a35340b77164aec9095feea3989bc9d09764394a60f3bef6be6e6fecd48f0d6d",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "a1ac1129bbaeb87385329f61d329e8660c326317851a6383093bf14d44ca6846",
    "f7c389f6dc631553a0c5729a6de106edd0c5451df8cf330f2d9a86529e38c402",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "180c15c67aac5364723cf145141ccfa3eac36e1c09860fdcc7d9a891fb40074e",
    "11e159f08e4bc79543a6e32b07630c3fdf0473dba047b307cee432606f7cf54f",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "bf4987d704dcbfa82bf843f5c7ada5bd8d6d388c58a34a60334a2a8b0e8a23b2",
    "030345bb8a3f607979451ce9290cd02f58a6d686e8a1280753a306f84edc3843",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
