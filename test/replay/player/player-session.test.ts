/** A page is told the figures of `replay --json`, and never anything of what lies ahead. */
import type { Recorded } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { foldTape, openTape, withoutEvents } from "@tapefold/replay";
import { type InstrumentState, marketState } from "@tapefold/projections";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { run } from "../cli/run-command.ts";
import { goldenPath, readAll } from "../tape-folder.ts";
import { logOf, PageDouble } from "./page-double.ts";

const opened: PageDouble[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map((page) => page.close()))));

async function pageOf(events: readonly Recorded[]): Promise<PageDouble> {
  const page = await PageDouble.of(logOf(events));
  opened.push(page);
  return page;
}

interface Cause {
  readonly role: string;
  readonly events: readonly { readonly position: number; readonly type: string }[];
  readonly behind: object | null;
}

const { events: golden } = await readAll(openTape(goldenPath));

test("all rows at an instant are those of replay --json --at", async () => {
  const page = await pageOf(golden);
  page.ask({ do: "seek", to: "2026-02-10T04:30:00Z" });
  await page.until(() => page.position === 242);
  const { out } = await run(["replay", goldenPath, "--at", "2026-02-10T04:30:00Z", "--json"]);
  const { instruments, regions } = JSON.parse(out) as {
    instruments: Record<string, InstrumentState>;
    regions: unknown;
  };
  const ids = Object.keys(instruments);
  expect(ids.filter((id) => instruments[id]?.kind === "index")).toHaveLength(12);
  for (const id of ids) expect(instruments[id]).toMatchObject(page.documents.get(`row:${id}`) as object);
  expect(page.documents.get("regions")).toEqual(regions);
  const answer = await page.answerTo({ do: "digest" }, "digest");
  expect(answer["digest"]).toBe((JSON.parse(out) as { digest: string }).digest);
});

test("a place that is gone to is drawn once", async () => {
  const page = await pageOf(golden);
  // Each frame before the answer has been painted, so one that was still due would come before it.
  const framesSoFar = async (): Promise<number> => {
    await page.answerTo({ do: "digest" }, "digest");
    return page.answers.filter(({ kind }) => kind === "frame").length;
  };
  await page.until(() => page.position !== undefined);
  const before = await framesSoFar();
  for (const [seeks, position] of [242, 96, 163].entries()) {
    await page.at(position);
    expect(await framesSoFar()).toBe(before + seeks + 1);
  }
});

test("a page at a position is the page of a tape that is cut there", async () => {
  for (const position of [1, 96, 163, 242, 262, 279]) {
    const whole = await (await pageOf(golden)).at(position);
    const cut = await (await pageOf(golden.slice(0, position))).at(position);
    expect(whole).toEqual(cut);
  }
});

test("so it is on any tape, whatever is amended later", async () => {
  await fc.assert(
    fc.asyncProperty(session(), fc.nat(), fc.nat(), async (events, draw, chosen) => {
      const position = draw % (events.length + 1);
      const whole = await PageDouble.of(logOf(events));
      const cut = await PageDouble.of(logOf(events.slice(0, position)));
      const named = events.flatMap(({ event }) =>
        event.type === "InstrumentListed" ? [event.instrument] : [],
      );
      const instrument = named[chosen % Math.max(1, named.length)] ?? null;
      for (const page of [whole, cut]) page.ask({ do: "look", instrument, find: "", page: 0 });
      expect(await whole.at(position)).toEqual(await cut.at(position));
      await Promise.all([whole.close(), cut.close()]);
    }),
    { numRuns: runs(30) },
  );
});

test("a price that is busted later stands in the chart until then", async () => {
  const ticks = golden.flatMap(({ position, event }) =>
    event.type === "PriceTicked" && event.instrument === "8035" && position > 150 && position <= 242
      ? [{ position, event }]
      : [],
  );
  const busted = ticks[2]?.event as (typeof ticks)[number]["event"];
  const at = golden[241]?.event.at ?? 0;
  const bust = { type: "TickBusted", id: "late-bust", at, tick: busted.id } as const;
  const page = await pageOf([...golden.slice(0, 242), { position: 243, event: bust }]);
  page.ask({ do: "look", instrument: "8035", find: "", page: 0 });
  const second = Math.floor(busted.at / 1_000_000);
  const secondsAt = async (position: number): Promise<number[]> => {
    const points = (await page.at(position)).get("chart:0") as readonly (readonly [number, number])[];
    return points.map(([one]) => one);
  };
  const after = await secondsAt(243);
  expect(after).not.toContain(second);
  expect(await secondsAt(242)).toEqual([...after, second].sort((a, b) => a - b));
});

test("a step on and a step back give the same page again", async () => {
  const page = await pageOf(golden);
  const before = await page.at(212);
  page.ask({ do: "step", unit: "event", direction: 1 });
  await page.until(() => page.position === 213);
  const after = new Map(page.documents);
  page.ask({ do: "step", unit: "event", direction: -1 });
  await page.until(() => page.position === 212);
  expect(page.documents).toEqual(before);
  expect(await page.at(213)).toEqual(after);
});

test("without an event, the other rows are those of a tape without it", async () => {
  const page = await pageOf(golden);
  for (const position of [236, 163, 96]) {
    const { id } = (golden[position - 1] as Recorded).event;
    page.ask({ do: "without", positions: [position] });
    await page.until(() => page.status?.without[0]?.position === position);
    for (const at of [242, position - 1, 279]) {
      await page.at(at);
      const log = at < position ? logOf(golden) : withoutEvents(logOf(golden), [id]);
      const { state } = await foldTape(log, { asOf: { position: at } });
      const { instruments } = marketState(state);
      for (const one of Object.keys(instruments))
        expect(instruments[one]).toMatchObject(page.documents.get(`other:${one}`) as object);
    }
  }
  page.ask({ do: "without", positions: [] });
  await page.until(() => !page.documents.has("other:N225"));
});

test("a page that paints slowly misses moments and has one frame at a time", async () => {
  const page = await pageOf(golden);
  await page.at(100);
  page.paints = false;
  page.ask({ do: "seek", to: "101" });
  await page.until(() => page.position === 101);
  const { length } = page.answers;
  for (let position = 102; position <= 200; position += 1) {
    page.ask({ do: "seek", to: String(position) });
    await page.answerTo({ do: "events" }, "events");
  }
  const frames = page.answers.filter((answer) => answer.kind === "frame");
  expect(page.answers.slice(length).some(({ kind }) => kind === "frame")).toBe(false);
  page.paints = true;
  page.ask({ do: "painted", frame: frames.at(-1)?.["frame"] ?? 0 });
  await page.until(() => page.position === 200);
});

test("only what has changed is sent", async () => {
  const page = await pageOf(golden);
  await page.at(235);
  const { length } = page.answers;
  await page.at(236);
  const sent = page.answers
    .slice(length)
    .flatMap((answer) => (answer.kind === "frame" ? [answer["changes"] as object] : []));
  const names = sent.flatMap((changes) => Object.keys(changes));
  expect(names).toContain("row:8035");
  expect(names).toContain("row:N225");
  expect(names).not.toContain("row:SPX");
  expect(names.filter((name) => name.startsWith("marks:"))).toEqual([]);
});

test("a value leads to its events, and on to those behind them", async () => {
  const page = await pageOf(golden);
  await page.at(242);
  const why = await page.answerTo({ do: "why", field: "instruments.N225.last" }, "why");
  expect(why["value"]).toBe("57885.77");
  const [cause] = why["causes"] as readonly [Cause];
  expect([cause.role, cause.events.map(({ position }) => position)]).toEqual(["last tick", [236]]);
  const behind = await page.answerTo({ do: "behind", of: cause.behind }, "behind");
  const events = (behind["causes"] as readonly Cause[]).flatMap((one) => one.events);
  expect(events.map(({ type }) => type)).toContain("PriceTicked");
  expect(events.every(({ position }) => position <= 242)).toBe(true);
  const fault = await page.answerTo({ do: "why", field: "instruments.N225.nothing" }, "fault");
  expect(fault["code"]).toBe("USAGE");
});

test("nothing is told of what is behind an event that lies ahead", async () => {
  const page = await pageOf(golden);
  await page.at(100);
  const asked = { of: "price", instrument: "N225", position: 279 };
  const { causes } = await page.answerTo({ do: "behind", of: asked }, "behind");
  const events = (causes as readonly Cause[]).flatMap((one) => one.events);
  expect(events.length).toBeGreaterThan(0);
  expect(events.every(({ position }) => position <= 100)).toBe(true);
});

test.each([
  ["a tape without events", [], 0],
  ["a tape without a session", golden.slice(0, 12), 12],
])("%s has a page that makes sense", async (_, events, position) => {
  const page = await pageOf(events);
  await page.until(() => page.position === position);
  expect(page.documents.get("regions")).toEqual(expect.any(Array));
  expect(page.answers.filter(({ kind }) => kind === "fault")).toEqual([]);
});
