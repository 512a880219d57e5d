// node digest-by.mjs WAY BATCH TAPE FROM CODE: prints the digest that a tape comes to, from the installed packages.
// CODE `forbidden` takes away the making of code at run time, as a content security policy does.
const [way, batch, path, place, code] = process.argv.slice(2);
if (code === "forbidden") {
  const refuse = () => {
    throw new EvalError("no code is made here");
  };
  globalThis.Function = new Proxy(Function, { construct: refuse, apply: refuse });
}
const { evolve, LiveFold, memoryLog, State } = await import("@tapefold/core");
const { marketRules } = await import("@tapefold/projections");
const { foldSpread, foldTape, openTape, replay, stateAt, verifyTape } = await import("@tapefold/replay");

const tape = openTape(path, process.stdin);
const log = rebatched(place === "memory" ? await inMemory(tape) : tape);
const ways = {
  fold: async () => (await foldTape(log)).state,
  "state at": async () => (await stateAt(log)).state,
  verify: async () => {
    const { state, difference } = await verifyTape(log);
    if (difference !== null) throw new Error(JSON.stringify(difference));
    return state;
  },
  live: () => live(log.read()),
  "at max speed": () => live(batchesOf(replay(log))),
  "at a speed": () => live(batchesOf(replay(log, { speed: 1e9, skipsIdle: true }))),
  "by pure steps": async () => {
    const events = await inMemory(tape);
    const { foresight } = (await foldTape(events)).known;
    let state = State.initial(marketRules);
    for await (const recorded of events.read())
      for (const one of recorded) state = evolve(state, one, foresight.saidOf(one));
    return state;
  },
  "one worker": async () => (await foldSpread(path, { workers: 1 })).state,
  "three workers": async () => (await foldSpread(path, { workers: 3 })).state,
};
const { digest } = await ways[way]();
process.stdout.write(digest);
process.exit();

async function live(batches) {
  const fold = new LiveFold(marketRules);
  for await (const events of batches) fold.add(events);
  return fold.fold.state;
}

async function inMemory(from) {
  const memory = memoryLog();
  for await (const events of from.read()) await memory.append(events.map(({ event }) => event));
  return memory;
}

/** The log, read in batches of the size asked for. */
function rebatched(whole) {
  async function* read(options) {
    for await (const events of whole.read(options))
      for (let from = 0; from < events.length; from += Number(batch))
        yield events.slice(from, from + Number(batch));
  }
  const get = (log, name) =>
    name === "read" ? read : typeof log[name] === "function" ? log[name].bind(log) : log[name];
  return new Proxy(whole, { get });
}

async function* batchesOf(observable) {
  const batches = [];
  await new Promise((complete, error) =>
    observable.subscribe({ next: (one) => batches.push(one), complete, error }),
  );
  yield* batches;
}
