/** A throw counts only with what the tape says of its tick: of a whole tape, and of a store's moments. */
import { fold, type MarketEvent, memoryLog, record } from "@tapefold/core";
import { foldTape, openLog, stateAt } from "@tapefold/replay";
import { expect, test } from "vitest";
import { bust, correct, fussy, judge, tick } from "../core/small-rules.ts";
import { tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();

const rule = fussy((price) => price < 0);

test.each<[string, MarketEvent[]]>([
  ["busted", [tick("t1", 1), tick("t2", -1), tick("t3", 1), bust("t2")]],
  ["corrected to what is refused", [tick("t1", 1), correct("t1", -5), tick("t2", 1)]],
])("a tick that is %s later stops nothing", async (name, events) => {
  const rules = [rule, judge];
  const { digest, stopped } = fold(rules, record(events));
  expect(stopped).toEqual([]);
  const log = memoryLog();
  await log.append(events);
  expect((await foldTape(log, { projections: rules })).state.digest).toBe(digest);
  const store = await openLog(folder.path(`${name}.tape`));
  await store.append(events);
  expect((await stateAt(store, undefined, rules)).state.digest).toBe(digest);
  await store.close();
});
