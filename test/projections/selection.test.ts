/** A rule chosen alone comes to the same as in the whole set of rules. */
import { readFileSync } from "node:fs";
import { fold, parseEvent, record } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { expect, test } from "vitest";

const golden = new URL("../sessions/golden.jsonl", import.meta.url);
const log = record(
  readFileSync(golden, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => parseEvent(JSON.parse(line))),
);
const whole = fold(marketRules, log);

test.each([...marketRules].map((projection) => [projection.definition.name, projection] as const))(
  "%s alone has the documents it has among all rules",
  (_, projection) => {
    expect([...fold(projection, log)]).toEqual([...whole.documents(projection)]);
  },
);
