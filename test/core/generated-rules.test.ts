/** The engine and the pure step agree on rules nobody wrote: generated recipes, over generated ticks and batches. */
import {
  canonicalText,
  defineProjection,
  evolve,
  Fold,
  type EventOf,
  type Projection,
  type Recorded,
  type RecipeContext,
  State,
} from "@tapefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";

declare module "@tapefold/core" {
  interface Facts {
    TestTold: { readonly type: "TestTold"; readonly instrument: string; readonly amount: bigint };
  }
}

/** Every kind of value a document may hold, nested in every way. */
interface Kept {
  count: number;
  sum: bigint;
  text: string | null;
  list: { price: number; parts: bigint[][] }[];
  byKey: Record<string, { seen: number }>;
  pair: { a: number; b: { c: bigint } } | null;
}

const initial: Kept = {
  count: 0,
  sum: 0n,
  text: null,
  list: [],
  byKey: {},
  pair: { a: 0, b: { c: 0n } },
};

type Step = (kept: Kept, amount: bigint, context: RecipeContext, below: Projection<Kept> | undefined) => void;

const steps: Readonly<Record<string, Step>> = {
  count: (kept) => {
    kept.count += 1;
  },
  sum: (kept, amount) => {
    kept.sum += amount * 2n ** 40n;
  },
  text: (kept, amount) => {
    kept.text = kept.text === null ? `${amount}` : null;
  },
  push: (kept, amount) => {
    kept.list.push({ price: Number(amount), parts: [[amount], []] });
  },
  deepen: (kept, amount) => {
    kept.list.at(-1)?.parts.at(-1)?.push(amount, -amount);
  },
  shift: (kept) => {
    kept.list.shift();
  },
  reorder: (kept) => {
    kept.list.reverse().sort((a, b) => a.price - b.price);
  },
  empty: (kept) => {
    kept.list.length = 0;
  },
  enter: (kept, amount) => {
    (kept.byKey[`${amount % 5n}`] ??= { seen: 0 }).seen += 1;
  },
  remove: (kept, amount) => {
    delete kept.byKey[`${amount % 5n}`];
  },
  hostileKey: (kept) => {
    kept.byKey["constructor"] = { seen: kept.count };
  },
  replace: (kept, amount) => {
    kept.pair = { a: kept.count, b: { c: amount } };
  },
  forget: (kept) => {
    kept.pair = null;
  },
  nested: (kept, amount) => {
    if (kept.pair !== null) kept.pair.b.c += amount;
  },
  copy: (kept) => {
    if (kept.pair !== null) kept.list.push({ price: kept.pair.a, parts: [[kept.pair.b.c]] });
  },
  readBelow: (kept, _, { key, read }, below) => {
    if (below !== undefined) kept.count += read(below, key).count + read(below, "another").list.length;
  },
  tell: (_, amount, { emit, key }) => {
    if (amount > 0n && amount < 4n) emit({ type: "TestTold", instrument: key, amount: amount - 1n });
  },
};

const program = fc.array(fc.constantFrom(...Object.keys(steps)), { maxLength: 6 });
const rules = fc.array(fc.record({ ticked: program, told: program, keys: fc.nat(2) }), {
  minLength: 1,
  maxLength: 3,
});
const ticks = fc.array(fc.record({ instrument: fc.constantFrom("A", "B", "__proto__"), price: fc.nat(6) }), {
  maxLength: 30,
});
const batchSizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

/** Rules in a row, each reading the one below it. */
function projectionsOf(
  programs: readonly { ticked: string[]; told: string[]; keys: number }[],
): Projection<Kept>[] {
  const made: Projection<Kept>[] = [];
  for (const [index, { ticked, told, keys }] of programs.entries()) {
    const below = made.at(-1);
    const run = (names: string[], kept: Kept, amount: bigint, context: RecipeContext): void => {
      for (const name of names) steps[name]?.(kept, amount, context, below);
    };
    made.push(
      defineProjection<Kept>({
        name: `rule-${index}`,
        version: 1,
        needs: below === undefined ? [] : [below],
        key: ({ instrument }) => [instrument, [instrument, "all"], null][keys] as string | string[] | null,
        initial,
        on: {
          PriceTicked: (kept, tick, context) => run(ticked, kept as Kept, BigInt(tick.price), context),
          TestTold: (kept, { amount }, context) => run(told, kept as Kept, amount, context),
        },
      }),
    );
  }
  return made;
}

function* cut(log: readonly Recorded[], sizes: readonly number[]): Generator<readonly Recorded[]> {
  for (let from = 0, next = 0; from < log.length; next += 1) {
    const size = sizes[next % sizes.length] as number;
    yield log.slice(from, from + size);
    from += size;
  }
}

/** Some hundreds here, as many as asked for where a script runs it. */
const numRuns = Number(process.env["RULE_RUNS"] ?? 300);

test("the engine and the pure step come to one state by generated rules, however it is batched", () => {
  const law = fc.property(rules, ticks, batchSizes, (programs, given, sizes) => {
    const projections = projectionsOf(programs);
    const log = given.map((fields, index): Recorded => {
      const tick: EventOf<"PriceTicked"> = { id: `t${index}`, type: "PriceTicked", at: index, ...fields };
      return { position: index + 1, event: Object.freeze(tick) };
    });
    const atOnce = new Fold(projections);
    atOnce.add(log);
    const live = new Fold(projections);
    const handedOut: { state: State; digest: string }[] = [];
    const read: { document: object; text: string }[] = [];
    const instruments = new Set(given.map(({ instrument }) => instrument));
    for (const [index, batch] of [...cut(log, sizes)].entries()) {
      live.add(batch);
      for (const projection of projections)
        for (const instrument of instruments) {
          const document = live.read(projection, instrument);
          read.push({ document, text: canonicalText(document) });
        }
      if (index % 3 !== 1) handedOut.push({ state: live.state, digest: live.state.digest });
    }
    let pure = State.initial(projections);
    for (const recorded of log) pure = evolve(pure, recorded);
    expect([atOnce.state.digest, live.state.digest]).toEqual([pure.digest, pure.digest]);
    for (const { state, digest } of handedOut) expect(new State(state.parts()).digest).toBe(digest);
    for (const { document, text } of read) expect(canonicalText(document)).toBe(text);
  });
  fc.assert(law, { numRuns });
});
