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
    "b638978a87ede27969f5e66039a0469e39582d8d1133fe78df0d4c0b4d2890a9",
    "c9215d478e869e31d03ee093ff63b44d54d35b2d31548f053272e386063b9f67",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "eb398bd73fcab9b20017383aed49fece234fa74f02b6eb19ee2d4b68bcdf550d",
    "dc9e6dc80e7a6bdafaf1e5f6e1396f4b3fd73c4b3021b29222b9545155dfaaf5",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "e9c9420239f6f2ab4c1ce9f592f5e4fc8227d1dc665c5f0b0f28f8c810503292",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "fd4fb50dc6dfb09faf69a0af7f70b3320a885d9d25f9956fc3ccd074b9072c50",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
