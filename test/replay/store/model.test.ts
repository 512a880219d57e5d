/**
 * A store against a list: however appends, busts, snapshots, openings, looks back and followers fall together, every
 * position has the state of the list up to there, and each follower is given the list in order.
 */
import { runs } from "../../runs.ts";
import { type EventLog, fold, type MarketEvent, record, type Recorded } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { follow, generateTape, keepSnapshots, openLog, openTape, stateAt } from "@tapefold/replay";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const source = [...generateTape({ seed: 3, instruments: 4, ticks: 60 })].flat();
let made = 0;

interface Model {
  readonly events: MarketEvent[];
  /** Events of the source that were appended so far. */
  taken: number;
  busts: number;
}

interface Real {
  readonly path: string;
  log: EventLog;
  readonly followers: {
    readonly seen: Recorded[];
    readonly end: AbortController;
    readonly done: Promise<void>;
  }[];
}

type Command = fc.AsyncCommand<Model, Real>;

function command(name: string, run: Command["run"], check: Command["check"] = () => true): Command {
  return { check, run, toString: () => name };
}

const append = (count: number): Command =>
  command(`append ${count}`, async (model, { log }) => {
    const events = source.slice(model.taken, model.taken + count);
    model.taken += events.length;
    model.events.push(...events);
    expect((await log.append(events)).head).toBe(model.events.length);
  });

/** The state at a position is that of the list up to there. */
async function mustAgree({ events }: Model, path: string, position: number): Promise<void> {
  const { state } = await stateAt(openTape(path), { position });
  expect(state.digest).toBe(fold(marketRules, record(events.slice(0, position))).digest);
}

/** A bust of a tick that stands, or of one to come soon; it is seen at once. */
const bust = (place: number, stands: boolean): Command =>
  command(`bust ${place} of those ${stands ? "that stand" : "to come"}`, async (model, { log, path }) => {
    const pool = stands ? model.events : source.slice(model.taken, model.taken + 12);
    const ticks = pool.filter(({ type }) => type === "PriceTicked");
    if (ticks.length === 0) return;
    const { id: tick, at } = ticks[place % ticks.length] as MarketEvent;
    const event: MarketEvent = { id: `bust-${(model.busts += 1)}`, at, type: "TickBusted", tick };
    model.events.push(event);
    expect((await log.append([event])).added).toBe(1);
    await mustAgree(model, path, model.events.length);
  });

const snapshot = (every: number): Command =>
  command(`snapshot every ${every}`, async (_, { log }) => void (await keepSnapshots(log, { every })));

const reopen = command("reopen", async ({ events }, real) => {
  await real.log.close();
  real.log = await openLog(real.path);
  expect(await real.log.head()).toBe(events.length);
});

const seek = (back: number): Command =>
  command(`seek ${back} back`, async (model, { path }) => {
    const { length } = model.events;
    await mustAgree(model, path, length - (back % (length + 1)));
  });

const followOn = (isSlow: boolean): Command =>
  command(`follow${isSlow ? " slowly" : ""}`, async (_, { path, followers }) => {
    const [seen, end]: [Recorded[], AbortController] = [[], new AbortController()];
    const take = async (): Promise<void> => {
      for await (const batch of follow(path, { window: 3, signal: end.signal })) {
        seen.push(...batch);
        if (isSlow) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    followers.push({ seen, end, done: take() });
  });

const disconnect = (place: number): Command =>
  command(`disconnect ${place}`, async ({ events }, { followers }) => {
    const [follower] = followers.splice(place % Math.max(1, followers.length), 1);
    if (follower === undefined) return;
    follower.end.abort();
    await follower.done;
    expect(follower.seen).toEqual(record(events).slice(0, follower.seen.length));
  });

const busts = fc.tuple(fc.nat(99), fc.boolean()).map((given) => bust(...given));
const snapshots = fc.integer({ min: 1, max: 20 }).map(snapshot);
const appends = fc.integer({ min: 1, max: 30 }).map(append);

const commands = fc.commands(
  [
    appends,
    appends,
    busts,
    busts,
    snapshots,
    snapshots,
    fc.constant(reopen),
    fc.nat(200).map(seek),
    fc.boolean().map(followOn),
    fc.nat(9).map(disconnect),
  ],
  { maxCommands: 40, size: "max" },
);

test("a store is its list, at every position and to every follower", async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (run) => {
      const path = folder.path(`model-${(made += 1)}.tape`);
      const real: Real = { path, log: await openLog(path), followers: [] };
      const model: Model = { events: [], taken: 0, busts: 0 };
      await fc.asyncModelRun(() => ({ model, real }), run);
      await mustAgree(model, path, model.events.length);
      for (const { seen, end, done } of real.followers) {
        const faulted = done.then(() => Promise.reject(new Error("a follower ended by itself")));
        faulted.catch(() => undefined);
        while (seen.length < model.events.length)
          await Promise.race([faulted, new Promise((resolve) => setImmediate(resolve))]);
        end.abort();
        await done;
        expect(seen).toEqual(record(model.events));
      }
      await real.log.close();
    }),
    { numRuns: runs(40) },
  );
});
