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
    "4fda6ae2c95ee33fb48b1ad698ebe6c6d77505b32c076bc6abf5d9439ecfcbf4",
    "c9215d478e869e31d03ee093ff63b44d54d35b2d31548f053272e386063b9f67",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "39bd1d35cc89102f94034facd688a26bbbe535068ea98fbb5c581490af89fcbb",
    "dc9e6dc80e7a6bdafaf1e5f6e1396f4b3fd73c4b3021b29222b9545155dfaaf5",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "2436d14680691ba3606cca8279340873c88ec30cd84e4a24096cbe74f4205957",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "d20cb3b0dcf9351d06e3ace7078478291d1d041f95396c0a49da2187085ef9c0",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
