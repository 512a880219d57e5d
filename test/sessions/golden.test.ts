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
    "c967b66beff674bb11473fb28b7cbf9e300f290d45df38d447d0cd17f8b5b450",
    "a35340b77164aec9095feea3989bc9d09764394a60f3bef6be6e6fecd48f0d6d",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "9b3acce8c291c41b764f304366711032a1fb2f2777a0996d9383e9fff5076a44",
    "f7c389f6dc631553a0c5729a6de106edd0c5451df8cf330f2d9a86529e38c402",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "fd287c19892e475897a2f047a11d849d1b45743fada625c5ff6c42edb7d109f8",
    "11e159f08e4bc79543a6e32b07630c3fdf0473dba047b307cee432606f7cf54f",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "c95f286fcb3d7dc2ceae281e9adfbcfab50000b37be385f388dc798983d1c388",
    "030345bb8a3f607979451ce9290cd02f58a6d686e8a1280753a306f84edc3843",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
