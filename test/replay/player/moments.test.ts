/** Any moment of a played tape is that of the tape cut there, whatever amendments follow. */
import type { Recorded } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { foldTape, generateTape } from "@tapefold/replay";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { logOf, PageDouble } from "./page-double.ts";

async function digestOfCut(events: readonly Recorded[], position: number): Promise<string> {
  return (await foldTape(logOf(events.slice(0, position)))).state.digest;
}

async function digestOf(page: PageDouble, position: number): Promise<unknown> {
  await page.at(position);
  return (await page.answerTo({ do: "digest" }, "digest"))["digest"];
}

test("a moment is the state of the tape cut there", async () => {
  await fc.assert(
    fc.asyncProperty(session(), fc.array(fc.nat(), { minLength: 2, maxLength: 2 }), async (events, draws) => {
      const page = await PageDouble.of(logOf(events));
      for (const draw of [...draws, events.length]) {
        const position = draw % (events.length + 1);
        expect(await digestOf(page, position)).toBe(await digestOfCut(events, position));
      }
      await page.close();
    }),
    { numRuns: runs(30) },
  );
});

test("past kept states too, with amendments that reach back behind them", async () => {
  const made = [...generateTape({ seed: 11, instruments: 12, ticks: 5_000 })].flat();
  const events = made.map((event, at) => ({ position: at + 1, event }));
  const tick = events.find(({ event, position }) => event.type === "PriceTicked" && position > 1_900);
  const last = events.length;
  // A bust after two kept states, of a tick before them.
  const at = events.at(-1)?.event.at ?? 0;
  const bust = { type: "TickBusted", id: "late-bust", at, tick: tick?.event.id ?? "" } as const;
  events.push({ position: last + 1, event: bust });
  const page = await PageDouble.of(logOf(events));
  for (const position of [4_097, 2_048, last + 1, 2_049, last])
    expect(await digestOf(page, position)).toBe(await digestOfCut(events, position));
  await page.close();
});

test("an instant leads to the position that --at means", async () => {
  await fc.assert(
    fc.asyncProperty(session(), fc.nat(), async (events, draw) => {
      const page = await PageDouble.of(logOf(events));
      const { at } = (events[draw % events.length] as Recorded).event;
      const { state } = await foldTape(logOf(events), { asOf: { instant: at } });
      const text = `${new Date(Math.floor(at / 1000)).toISOString().slice(0, -1)}${String(at % 1000).padStart(3, "0")}Z`;
      page.ask({ do: "seek", to: text });
      await page.until(() => page.position === state.position);
      await page.close();
    }),
    { numRuns: runs(20) },
  );
});
