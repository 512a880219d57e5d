/** The benchmarks at sizes that take no time: every result is checked, no time is. */
import { Fold, type EventOf, type Recorded } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { expect, test } from "vitest";
import { HandWritten } from "./hand-written.ts";
import { SHORT_TAPE } from "./market-sides.ts";
import { valuesByHand, valuesOfState } from "./market-values.ts";
import { table } from "./report.ts";
import { isLong } from "../runs.ts";
import { sections } from "./sections.ts";
import { workload } from "./workload.ts";

for (const { name, run } of sections) {
  // Memory is measured in processes of its own, and a page takes seconds.
  const isShort = name !== "memory" && name !== "player";
  test.skipIf(!isShort && !isLong)(
    `${name}: results are right${isShort ? "" : " (in test:laws)"}`,
    async () => {
      const rows = await run("short");
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.value, row.what).not.toBeNaN();
      expect(table(rows).split("\n")).toHaveLength(rows.length + 2);
    },
  );
}

test("the hand-written loop refuses ticks as the market's rules do, and has their values after every batch", () => {
  const hand = new HandWritten();
  const fold = new Fold(marketRules);
  for (const batch of withFaults(workload({ ...SHORT_TAPE, ticks: 600, ticksPerSession: 150 }))) {
    hand.add(batch);
    fold.add(batch);
    expect(valuesByHand(hand)).toEqual(valuesOfState(fold.state));
  }
  const codes = ["bad-price", "derived", "duplicate", "session-closed", "unknown"];
  expect(Object.keys(hand.rejected).sort()).toEqual(codes);
});

const DAY = 86_400_000_000;

/** Faults of a tick that follows a good one; the last two are admitted: one at the same instant, one late. */
const faults: readonly ((tick: EventOf<"PriceTicked">) => Partial<EventOf<"PriceTicked">>)[] = [
  () => ({ instrument: "NOBODY" }),
  ({ price }) => ({ price: Number(price) + 0.001 }),
  () => ({ instrument: "INDEX10" }),
  ({ at }) => ({ at: at - DAY }),
  ({ seq = 0 }) => ({ seq: seq - 1 }),
  ({ price }) => ({ price: Number(price) + 2 }),
  ({ at, price }) => ({ at: at - 1000, price: Number(price) + 1 }),
];

/** The tape with bad ticks between the good ones and after each close, in small batches. */
function* withFaults(batches: Iterable<readonly Recorded[]>): Generator<Recorded[]> {
  let [position, ticks] = [0, 0];
  let last: EventOf<"PriceTicked"> | undefined;
  for (const batch of batches) {
    let part: Recorded[] = [];
    for (const { event } of batch) {
      position += 1;
      part.push({ position, event: { ...event, seq: 2 * position } });
      if (event.type === "PriceTicked") last = event;
      const fault = event.type === "PriceTicked" ? faults[ticks % 9] : undefined;
      ticks += 1;
      if (last !== undefined && (fault !== undefined || event.type === "SessionClosed")) {
        position += 1;
        const bad = { ...last, id: `${last.id}-again`, seq: 2 * position };
        part.push({ position, event: { ...bad, ...fault?.({ ...bad, seq: bad.seq - 1 }) } });
      }
      if (part.length < 40) continue;
      yield part;
      part = [];
    }
    yield part;
  }
}
