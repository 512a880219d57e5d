/**
 * Each rule's documents after the golden sessions, by its version. A rule that computes something else gets a new
 * version, so that no snapshot of the old one is used; the new digest is then taken into the kept ones (`-u`).
 */
import { readFileSync } from "node:fs";
import { digestOf, fold, parseEvent, record, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { expect, test } from "vitest";

const states = ["golden.jsonl", "actual.jsonl"].map((name) => {
  const lines = readFileSync(new URL(`../sessions/${name}`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n");
  return fold(marketRules, record(lines.map((line) => parseEvent(JSON.parse(line)))));
});

test.each(
  State.initial(marketRules).projections.map(
    (rule) => [`${rule.definition.name} ${rule.definition.version}`, rule] as const,
  ),
)("%s", (_, rule) => {
  expect(states.map((state) => digestOf([...state.documents(rule)]))).toMatchSnapshot();
});
