/**
 * Explaining a value: replaying only the events an explanation names, within the frame of sessions, listings and the
 * like, gives the same value; leaving out the tick that made it gives another.
 */
import { fold, type MarketEvent, record, type Recorded } from "@tapefold/core";
import { marketRules, marketState, StateView } from "@tapefold/projections";
import { explain, withoutEvents, openTape } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { run } from "./cli/run-command.ts";
import { goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

const tapes = tapeFolder();

const { events: golden } = await readAll(openTape(goldenPath));
const { events: actual } = await readAll(openTape(goldenPath.replace("golden", "actual")));

const logOf = (events: readonly MarketEvent[]) => ({
  name: "test",
  async *read() {
    yield record(events);
  },
});

/** Events that carry prices and forecasts; all else is the frame they stand in. */
const named = new Set<MarketEvent["type"]>([
  "PriceTicked",
  "TickBusted",
  "TickCorrected",
  "TickConfirmed",
  "RecordSeeded",
  "StreakSeeded",
  "BasePriceSet",
  "GuidanceRevised",
]);

const viewOf = (log: readonly Recorded[]): StateView =>
  new StateView(fold(marketRules, record(log.map(({ event }) => event))));

function valueOf(view: StateView, field: string): unknown {
  const path = view.parse(field);
  return path === undefined ? undefined : view.find(path)[0]?.value;
}

/** The events that explain a field, in their frame. */
async function explained(log: readonly Recorded[], field: string): Promise<Recorded[]> {
  const { events } = await explain(logOf(log.map(({ event }) => event)), field);
  const positions = new Set(events.map(({ position }) => position));
  return log.filter(({ position, event }) => positions.has(position) || !named.has(event.type));
}

/** Compares the value of each field with that from the explained events alone. */
async function valuesAgain(log: readonly Recorded[], fields: readonly string[]): Promise<void> {
  const whole = viewOf(log);
  // Many fields are explained by the same events.
  const views = new Map<string, StateView>();
  for (const field of fields) {
    const kept = await explained(log, field);
    const key = kept.map(({ position }) => position).join();
    const view = views.get(key) ?? viewOf(kept);
    views.set(key, view);
    expect(valueOf(view, field), field).toEqual(valueOf(whole, field));
  }
}

const FIELDS = [
  "date",
  "phase",
  "last",
  "open",
  "high",
  "low",
  "close",
  "previous.close",
  "previous.changePct",
  "change",
  "changePct",
  "move",
  "streak",
  "streak.confirmed",
  "streak.since",
  "streak.cumulativePct",
  "streak.ended",
  "session",
  "session.maxUpPct",
  "since",
  "since.highestClose",
  "since.lowestClose",
  "since.highestHigh",
  "since.lowestLow",
  "since.bestDay",
  "since.first",
  "periods",
  "periods.week.changePct",
  "periods.month.streak",
  "periods.year.bestSince",
  "record.close.level",
  "record.close.previous.level",
  "record.close.straight",
  "record.close.since",
  "record.close.near",
  "record.high.level",
  "record.high.date",
  "record.high.complete",
  "record.high.setThisSession",
  "record.high.previous.level",
  "record.high.gap",
  "milestone.level",
  "milestone.reached",
  "overnightLead.date",
  "overnightLead.stale",
  "index.divisor",
  "index.residual",
];

describe.each([
  ["golden, as of the wrap", golden.slice(0, 242), ["N225", "9984"]],
  ["golden, at its end", golden, ["CSI300", "TOPX", "AXJO"]],
  ["actual", actual, ["DJI"]],
])("the %s tape", (_, log, instruments) => {
  test.each(instruments)("gives each value of %s again from the events that explain it", (id) =>
    valuesAgain(
      log,
      FIELDS.map((name) => `instruments.${id}.${name}`),
    ),
  );

  test("gives regions, contributions and reactions again", async () => {
    const fields = ["regions[region=Asia].word", "regions[region=US].leader"];
    if (log !== actual) {
      fields.push(
        "instruments.N225.index.contributions[instrument=9984].points",
        "instruments.N225.index.sectors[sector=Technology].points",
        "instruments.CSI300.index.breadth.decliners",
        ...["gapPct", "maxUpPct", "maxDownPct", "lastPct", "closePct", "reference"].map(
          (name) => `guidance[issuer=9434].reactions[instrument=9984].${name}`,
        ),
      );
    }
    await valuesAgain(log, [...fields, "guidance[issuer=9434].class"]);
  });
});

test("names few of a tape's ticks", async () => {
  const kept = await explained(golden, "instruments.TOPX.record.high.level");
  expect(kept.filter(({ event }) => event.type === "PriceTicked").length).toBeLessThan(4);
});

test("names the tick that set a record, and the one it beat, down to the line", async () => {
  const { value, causes, events } = await explain(goldenPath, "instruments.TOPX.record.high.level");
  expect(value).toBe("3860.24");
  const idsOf = (role: string): string[] =>
    causes
      .filter((cause) => cause.role === role)
      .flatMap(({ positions }) =>
        positions.map((at) => events.find(({ position }) => position === at)?.id ?? ""),
      );
  const [set] = idsOf("record set");
  const tick = golden.find(({ event }) => event.id === set)?.event;
  expect(tick).toMatchObject({ type: "PriceTicked", instrument: "TOPX", price: 3860.24 });
  expect(idsOf("record before")).toHaveLength(1);
});

test("without the tick that made it, a value is another one, as if the tick had been busted", async () => {
  const field = "instruments.TOPX.record.high.level";
  const { causes, events } = await explain(goldenPath, field);
  const position = causes.find(({ role }) => role === "record set")?.positions[0];
  const id = events.find((event) => event.position === position)?.id ?? "";
  const without = await explain(withoutEvents(openTape(goldenPath), [id]), field);
  expect(without.value).not.toBe("3860.24");
  const bust = { id: "bust", type: "TickBusted", at: golden.at(-1)?.event.at ?? 0, tick: id } as const;
  const busted = marketState(fold(marketRules, record([...golden.map(({ event }) => event), bust])));
  expect(busted.instruments["TOPX"]?.record.high?.level).toBe(without.value);
});

test("the closes of a streak are named however long ago they were", async () => {
  const sessions = ["1885-05-04", "1885-05-05", "1885-05-06"].flatMap((date, index): MarketEvent[] => [
    { id: `o${index}`, type: "SessionOpened", at: index, mic: "XNYS", date },
    { id: `c${index}`, type: "SessionClosed", at: index, mic: "XNYS", date, closes: { DJI: 60 + index } },
  ]);
  const listings: MarketEvent[] = [
    {
      id: "m",
      type: "MarketListed",
      at: 0,
      mic: "XNYS",
      name: "N",
      country: "US",
      region: "US",
      zone: "Etc/UTC",
    },
    {
      id: "i",
      type: "InstrumentListed",
      at: 0,
      instrument: "DJI",
      name: "D",
      kind: "index",
      mic: "XNYS",
      currency: "USD",
      scale: 2,
    },
  ];
  const { value, events } = await explain(
    logOf([...listings, ...sessions]),
    "instruments.DJI.streak.confirmed",
  );
  expect(value).toBe(2);
  expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining(["c0", "c1", "c2"]));
});

test("what a correction says of a tick is named with it", async () => {
  const id = golden.findLast(({ event }) => event.type === "PriceTicked" && event.instrument === "HSI")?.event
    .id;
  const correction = {
    id: "fix",
    type: "TickCorrected",
    at: golden.at(-1)?.event.at ?? 0,
    tick: id ?? "",
    price: 27_000,
  } as const;
  const log = record([...golden.map(({ event }) => event), correction]);
  const field = "instruments.HSI.last";
  const { value, events } = await explain(logOf(log.map(({ event }) => event)), field);
  expect(value).toBe("27000.00");
  expect(events.map((event) => event.id)).toEqual([id, "fix"]);
  expect(valueOf(viewOf(await explained(log, field)), field)).toBe("27000.00");
});

test("a path to nothing says so", async () => {
  await expect(explain(goldenPath, "instruments.N225.levl")).rejects.toThrow(/unknown field/);
  await expect(explain(goldenPath, "instruments.NOPE.close")).rejects.toThrow(/no instrument NOPE/);
  await expect(explain(goldenPath, "guidance[issuer=0].class")).rejects.toThrow(
    /no row of guidance with issuer 0/,
  );
});

test("a made-up tape whose closes are its last ticks gives its values again", async () => {
  const path = tapes.write("made-up.jsonl", "");
  await run(["generate", "--seed", "3", "--instruments", "6", "--ticks", "200", "--out", path]);
  const { events } = await readAll(openTape(path));
  const log = events.map(({ position, event }): Recorded => {
    if (event.type !== "SessionClosed") return { position, event };
    const { closes: _, ...unofficial } = event;
    return { position, event: unofficial };
  });
  const names = [
    "close",
    "previous.changePct",
    "streak.confirmed",
    "record.close.straight",
    "record.high.level",
  ];
  const ids = viewOf(log).listed.slice(0, 3);
  await valuesAgain(
    log,
    ids.flatMap((id) => names.map((name) => `instruments.${id}.${name}`)),
  );
});

describe("the command", () => {
  test("shows a record down to the lines of the tape", async () => {
    const { code, out, err } = await run(["explain", goldenPath, "TOPX", "record.high"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^instruments\.TOPX\.record\.high is \{"level":"3860\.24"/);
    expect(out).toMatch(/record set of TOPX\n {4}\d+ {2}2026-02-10T\S+ {2}topx-\d+ {2}PriceTicked/);
    expect(out).toMatch(/record before of TOPX\n/);
  });

  test("takes a whole path, an instant and what was not to be", async () => {
    const path = "guidance[issuer=9434].reactions[instrument=9984].maxUpPct";
    const at = ["--at", "2026-02-10T04:30:00Z", "--json"];
    const valueOfRun = async (...more: string[]): Promise<unknown> => {
      const { out } = await run(["explain", goldenPath, path, ...at, ...more]);
      return (JSON.parse(out) as { value: unknown }).value;
    };
    expect(await valueOfRun()).toBe("11.8873");
    expect(await valueOfRun("--without", "9984-1045")).not.toBe("11.8873");
  });

  test("names a field that isn't there in one line", async () => {
    const { code, err } = await run(["explain", goldenPath, "N225", "levl"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^tapefold: USAGE: unknown field "instruments\.N225\.levl"[^\n]*\n$/);
  });

  test("names what put a tick and a close right beside them, of the close the instrument's own alone", async () => {
    const at = (minute: number): string => `2026-02-09T01:0${minute}:00Z`;
    const lines = [
      { type: "MarketListed", name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
      ...["A", "B"].map((instrument) => ({
        type: "InstrumentListed",
        instrument,
        name: instrument,
        kind: "equity",
        currency: "JPY",
        scale: 0,
      })),
      { type: "SessionOpened", date: "2026-02-09" },
      { type: "PriceTicked", instrument: "A", price: 100, mic: undefined },
      { type: "SessionClosed", date: "2026-02-09", closes: { A: 100, B: 50 } },
      { type: "TickCorrected", tick: "e4", price: 102, mic: undefined },
      { type: "CloseCorrected", date: "2026-02-09", instrument: "A", close: 102 },
      { type: "CloseCorrected", date: "2026-02-09", instrument: "B", close: 51 },
    ].map((line, place) => JSON.stringify({ id: `e${place}`, at: at(place), mic: "XTKS", ...line }));
    const tape = tapes.write("corrected.jsonl", `${lines.join("\n")}\n`);
    const { out } = await run(["explain", tape, "A", "close"]);
    const named = out
      .split("\n")
      .flatMap((line) => / {2}(e\d) {2}(\w+) {2}/.exec(line)?.slice(1, 3).join(" ") ?? []);
    expect(out).toContain("close is 102");
    expect(named).toEqual(["e5 SessionClosed", "e7 CloseCorrected", "e4 PriceTicked", "e6 TickCorrected"]);
  });
});
