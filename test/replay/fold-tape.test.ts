import {
  defineProjection,
  fold,
  formatInstant,
  type MarketEvent,
  memoryLog,
  parseInstant,
  type ReadableLog,
  record,
  type Recorded,
} from "@tapefold/core";
import { marketRules, marketState, quote } from "@tapefold/projections";
import { foldTape, openTape, parseAsOf, withoutEvents } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { goldenPath, readAll } from "./tape-folder.ts";

async function logOf(events: readonly MarketEvent[]): Promise<ReadableLog> {
  const log = memoryLog();
  await log.append(events);
  return log;
}

/** A log that counts how often it is read. */
function counted(log: ReadableLog): ReadableLog & { readings: number } {
  return {
    name: log.name,
    readings: 0,
    read(options) {
      this.readings += 1;
      return log.read(options);
    },
  };
}

/** A session of one share with the given events after its ticks `t1` to `t3` of 10, 12 and 11. */
function shareTape(...after: readonly Partial<MarketEvent>[]): MarketEvent[] {
  const at = (second: number): number => (parseInstant("2026-02-10T00:00:00Z") ?? 0) + second * 1_000_000;
  const tick = (id: string, price: number, second: number): MarketEvent => ({
    id,
    type: "PriceTicked",
    at: at(second),
    instrument: "S",
    price,
  });
  const first: MarketEvent[] = [
    {
      id: "m",
      type: "MarketListed",
      at: at(0),
      mic: "M",
      name: "M",
      country: "JP",
      region: "Asia",
      zone: "Asia/Tokyo",
    },
    {
      id: "i",
      type: "InstrumentListed",
      at: at(0),
      instrument: "S",
      name: "S",
      kind: "equity",
      mic: "M",
      currency: "JPY",
      scale: 0,
    },
    { id: "o", type: "SessionOpened", at: at(0), mic: "M", date: "2026-02-10" },
    ...[10, 12, 11].map((price, index) => tick(`t${index + 1}`, price, index + 1)),
  ];
  return [
    ...first,
    ...after.map((event, index) => ({ id: `a${index}`, at: at(10 + index), ...event }) as MarketEvent),
  ];
}

const highOf = async (log: ReadableLog, at?: string): Promise<number | null> => {
  const { state } = await foldTape(log, at === undefined ? {} : { asOf: parseAsOf(at) });
  return state.read(quote, "S").high;
};

test("comes to what folding the events at hand does, at every tenth position of the golden tape", async () => {
  const log = openTape(goldenPath);
  const { events } = await readAll(log);
  for (let position = 0; position <= events.length; position += 10) {
    const { state, head } = await foldTape(log, { asOf: { position } });
    expect([state.position, head]).toEqual([position, events.length]);
    expect(state.digest).toBe(fold(marketRules, events.slice(0, position)).digest);
  }
});

describe("an instant", () => {
  test("holds the events before the first at which the running maximum passes it", async () => {
    const events = shareTape();
    const late = {
      ...(events[3] as MarketEvent),
      id: "late",
      at: (events[3] as MarketEvent).at,
    } as MarketEvent;
    const log = await logOf([...events.slice(0, 5), late, ...events.slice(5)]);
    const positionAt = async (at: string): Promise<number> =>
      (await foldTape(log, { asOf: parseAsOf(at) })).state.position;
    expect(await positionAt("2026-02-09T23:59:59Z")).toBe(0);
    expect(await positionAt("2026-02-10T00:00:01Z")).toBe(4);
    expect(await positionAt("2026-02-10T00:00:01.999999Z")).toBe(4);
    expect(await positionAt("2026-02-10T00:00:02Z")).toBe(6);
    expect(await positionAt("2030-01-01T00:00:00Z")).toBe(7);
  });

  test("is a position of the golden tape", async () => {
    const { state, head } = await foldTape(openTape(goldenPath), { asOf: parseAsOf("2026-02-10T04:30:00Z") });
    expect(formatInstant(state.at ?? 0)).toBe("2026-02-10T04:30:00Z");
    expect([state.position, head]).toEqual([242, 279]);
  });
});

test("a position past the head is none", async () => {
  await expect(foldTape(openTape(goldenPath), { asOf: { position: 280 } })).rejects.toMatchObject({
    code: "POSITION_UNKNOWN",
    detail: { asked: "280", head: 279 },
    message: `the tape has no position 280; its last is 279 (${goldenPath})`,
  });
});

test("the whole tape must be valid, past the asked position too", async () => {
  const broken: ReadableLog = {
    name: "broken",
    async *read() {
      yield record(shareTape());
      throw new Error("torn");
    },
  };
  await expect(foldTape(broken, { asOf: { position: 1 } })).rejects.toThrow("torn");
});

describe("amendments", () => {
  test("a bust reaches back, and is not known before its position", async () => {
    const log = await logOf(shareTape({ type: "TickBusted", tick: "t2" }));
    expect(await highOf(log)).toBe(11);
    expect(await highOf(log, "6")).toBe(12);
  });

  test("a tape without any is read once, one with some twice", async () => {
    const plain = counted(await logOf(shareTape()));
    await foldTape(plain);
    expect(plain.readings).toBe(1);
    const amended = counted(
      await logOf(shareTape({ type: "TickBusted", tick: "t2" }, { type: "TickBusted", tick: "t3" })),
    );
    await foldTape(amended);
    expect(amended.readings).toBe(2);
  });

  test("a thousand repeats are refused in one reading more", async () => {
    const busts = Array.from({ length: 1_000 }, () => ({ type: "TickBusted", tick: "t2" }) as const);
    const log = counted(await logOf(shareTape(...busts)));
    const { state } = await foldTape(log);
    expect(state.counts.rejected).toEqual({ busted: 1, duplicate: 999 });
    expect(log.readings).toBe(2);
  });

  test("a refused one counts for nothing", async () => {
    // The id stands already, with other content.
    const conflict = { id: "o", type: "TickCorrected", tick: "t2", price: 99 } as const;
    const log: ReadableLog = {
      name: "by hand",
      async *read() {
        yield record(shareTape(conflict, { type: "TickCorrected", tick: "t1", price: 20 }));
      },
    };
    const { state } = await foldTape(log);
    expect(state.read(quote, "S").high).toBe(20);
    expect(state.counts.rejected).toEqual({ "id-conflict": 1 });
  });

  test("come to what folding the events at hand does", async () => {
    const events = shareTape(
      { type: "TickCorrected", tick: "t1", price: 15 },
      { type: "TickBusted", tick: "t2" },
      { type: "TickCorrected", tick: "t1", price: 14 },
      { type: "TickBusted", tick: "t2" },
      { type: "TickCorrected", tick: "t1", price: 14 },
    );
    const recorded: Recorded[] = record(events);
    for (let position = 0; position <= events.length; position += 1) {
      const { state } = await foldTape(await logOf(events), { asOf: { position } });
      expect(state.digest).toBe(fold(marketRules, recorded.slice(0, position)).digest);
    }
  });
});

test("a rule that throws stands still, and the others go on", async () => {
  const touchy = defineProjection<{ ticks: number }>({
    name: "touchy",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { ticks: 0 },
    on: {
      PriceTicked: (document, { id }) => {
        if (id === "t2") throw new Error("too much");
        document.ticks += 1;
      },
    },
  });
  const { state } = await foldTape(await logOf(shareTape()), { projections: [...marketRules, touchy] });
  expect(state.stopped).toMatchObject([{ projection: "touchy", position: 5 }]);
  expect(state.read(touchy, "S")).toEqual({ ticks: 1 });
  expect(state.read(quote, "S").high).toBe(12);
});

describe("what is left out", () => {
  test("is as if it had never been, and the rest keeps its place", async () => {
    const events = shareTape({ type: "TickBusted", tick: "t2" });
    const without = events.filter(({ id }) => id !== "t1" && id !== "a0");
    const { state, head } = await foldTape(withoutEvents(await logOf(events), ["t1", "a0"]));
    const never = await foldTape(await logOf(without));
    expect(marketState(state).valuesDigest).toBe(marketState(never.state).valuesDigest);
    const last = events.findLastIndex(({ id }) => id !== "t1" && id !== "a0") + 1;
    expect(last).toBeLessThan(events.length);
    expect([state.position, head]).toEqual([last, events.length]);
  });

  test("the tape's head stays its head, and can be asked for, where its last event is left out", async () => {
    const events = shareTape();
    const log = withoutEvents(await logOf(events), [(events.at(-1) as MarketEvent).id]);
    const { state, head } = await foldTape(log, { asOf: { position: events.length } });
    expect([state.position, head]).toEqual([events.length - 1, events.length]);
  });

  test("must be there", async () => {
    await expect(foldTape(withoutEvents(await logOf(shareTape()), ["t1", "t9"]))).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining('the tape has no event with the id "t9"') as string,
    });
  });
});
