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
    "158351f4c4ddf8424ca4ae2bc8d56af6a2c90c92a6c44e54e6be0cde5b100045",
    "c9215d478e869e31d03ee093ff63b44d54d35b2d31548f053272e386063b9f67",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "423cd18c0140ff459e9483f911c6d114555893fa1d0ab3a9bf0fab8e6186b2f1",
    "dc9e6dc80e7a6bdafaf1e5f6e1396f4b3fd73c4b3021b29222b9545155dfaaf5",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "811e53fdb3b8eb950d9e51c3543d5e13157e86fde7b7e90ff0ed918129f245f2",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "78c6cb4cc29657f97600d74c4cdaaba58201ec4ad9d7a9301ef83271c3917278",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
