/** Any moment of a loaded tape is that of the tape cut there, whatever amendments follow. */
import type { Recorded } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { foldTape, generateTape } from "@tapefold/replay";
import { LoadedTape } from "@tapefold/replay/player";
import fc from "fast-check";
import { expect, test } from "vitest";
import { logOf } from "./page-double.ts";

async function digestOfCut(events: readonly Recorded[], position: number): Promise<string> {
  return (await foldTape(logOf(events.slice(0, position)))).state.digest;
}

test("a moment is the state of the tape cut there", async () => {
  await fc.assert(
    fc.asyncProperty(session(), fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), async (events, draws) => {
      const tape = await LoadedTape.of(logOf(events));
      for (const draw of [...draws, events.length]) {
        const position = draw % (events.length + 1);
        expect((await tape.stateAt(position)).digest).toBe(await digestOfCut(events, position));
      }
    }),
    { numRuns: 15 },
  );
});

test("past kept states too, with amendments that reach back behind them", async () => {
  const made = [...generateTape({ seed: 11, instruments: 12, ticks: 5_000 })].flat();
  const events = made.map((event, at) => ({ position: at + 1, event }));
  const tick = events.find(({ event, position }) => event.type === "PriceTicked" && position > 1_900);
  const last = events.at(-1)?.position ?? 0;
  // A bust after two kept states, of a tick before them.
  events.push({
    position: last + 1,
    event: {
      type: "TickBusted",
      id: "late-bust",
      at: events.at(-1)?.event.at ?? 0,
      tick: tick?.event.id ?? "",
    },
  });
  const tape = await LoadedTape.of(logOf(events));
  for (const position of [2_047, 2_048, 2_049, 4_097, last, last + 1])
    expect((await tape.stateAt(position)).digest).toBe(await digestOfCut(events, position));
});

test("an instant leads to the position that --at means", async () => {
  await fc.assert(
    fc.asyncProperty(session(), fc.nat(), async (events, draw) => {
      const tape = await LoadedTape.of(logOf(events));
      const { at } = (events[draw % Math.max(1, events.length)] as Recorded).event;
      for (const instant of [at - 1, at]) {
        const { state } = await foldTape(logOf(events), { asOf: { instant } });
        expect(tape.positionAt(instant)).toBe(state.position);
      }
    }),
    { numRuns: 12 },
  );
});
