/** Every exported law catches the rule that breaks it, and lets a sound rule pass. */
import { type AnyProjection, defineProjection, type Projection, type EventOf, ruleSet } from "@tapefold/core";
import { laws, ruleSetLaws } from "@tapefold/core/testing";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";

interface Kept {
  count: number;
  previous: unknown;
  current: { price: unknown };
}
type Recipe = (document: Kept, tick: EventOf<"PriceTicked">, read: () => Kept) => unknown;

const initial: Kept = { count: 0, previous: null, current: { price: 0 } };

/** A rule over ticks that does what it is told. */
function ruleOf(recipe: Recipe): Projection<Kept> {
  const rule: Projection<Kept> = defineProjection<Kept>({
    name: "last-two",
    version: 1,
    key: ({ instrument }) => instrument,
    initial,
    on: {
      PriceTicked: (document, tick, { key, read }) =>
        recipe(document as Kept, tick, () => read(rule, key)) as undefined,
    },
  });
  return rule;
}

/** A law's words on a rule that breaks it; undefined if the rule keeps it. */
function said(
  rule: AnyProjection,
  name: string,
  options: Parameters<typeof laws>[1] = {},
): string | undefined {
  const law = laws(rule, options).find((one) => one.name === name);
  if (law === undefined) throw new Error(`there is no law: ${name}`);
  return messageOf(law.check);
}

const sound: Recipe = (document, { price }) => {
  document.previous = { ...document.current };
  document.current = { price: String(price) };
  document.count += 1;
};

describe("a sound rule keeps", () => {
  for (const { name, check } of laws(ruleOf(sound), { runs: runs(60) })) test(name, check);
});

describe("a set of sound rules keeps", () => {
  for (const { name, check } of ruleSetLaws([ruleOf(sound)], { runs: runs(60) })) test(name, check);
});

let calls = 0;
const touched = new WeakSet<object>();
const OWNS = "a document owns what it holds";
const breaches: readonly (readonly [breach: string, law: string, recipe: Recipe])[] = [
  [
    "keeps one object in two places",
    OWNS,
    (document, { price }) => {
      document.previous = document.current;
      document.current.price = String(price);
    },
  ],
  [
    "keeps a part of the event",
    OWNS,
    (document, { updates }) => {
      document.previous = updates ?? null;
    },
  ],
  [
    "keeps a part of its initial",
    OWNS,
    (document) => {
      document.previous = initial.current;
    },
  ],
  [
    "keeps a map",
    OWNS,
    (document) => {
      document.previous = new Map([["a", 1]]);
    },
  ],
  [
    "keeps a set",
    OWNS,
    (document) => {
      document.previous = new Set([1]);
    },
  ],
  [
    "keeps what no text tells",
    "a state is read as it was written",
    (document) => {
      document.previous = new Date(0);
    },
  ],
  [
    "counts for all subscribers together",
    "a late subscriber is shown what the others are",
    (document) => {
      calls += 1;
      document.count = calls;
    },
  ],
  [
    "counts how often it was looked at",
    "conflated is as every event shown",
    (document) => {
      // A document that was handed out is another object from then on.
      if (touched.has(document)) return;
      touched.add(document);
      document.count += 1;
    },
  ],
  [
    "keeps undefined",
    OWNS,
    (document) => {
      document.previous = undefined;
    },
  ],
  [
    "keeps a float",
    OWNS,
    (document) => {
      document.count += 0.1;
    },
  ],
  [
    "keeps a function",
    OWNS,
    (document) => {
      document.previous = () => 1;
    },
  ],
  [
    "keeps a date",
    OWNS,
    (document) => {
      document.previous = new Date(0);
    },
  ],
  ["returns a value", "any batches come to one state", () => 1],
  ["is asynchronous", "any batches come to one state", async () => {}],
  [
    "asks the clock",
    "clock, chance and locale count for nothing",
    (document) => {
      document.previous = Date.now() > 0;
    },
  ],
  [
    "asks chance",
    "clock, chance and locale count for nothing",
    (document) => {
      document.previous = Math.random() >= 0;
    },
  ],
  [
    "remembers outside its document",
    "the engine and the pure step come to one state",
    (document) => {
      calls += 1;
      document.count = calls;
    },
  ],
  [
    "remembers outside its document",
    "stopped anywhere, written, read and resumed is as folded",
    (document) => {
      calls += 1;
      document.count = calls;
    },
  ],
  [
    "remembers outside its document",
    "streamed is as folded",
    (document) => {
      calls += 1;
      document.count = calls;
    },
  ],
  [
    "changes the event",
    "the tape is never changed",
    (document, tick) => {
      (tick as { price: unknown }).price = 1;
      document.count += 1;
    },
  ],
  [
    "changes the event where it may",
    "the tape is never changed",
    (document, tick) => {
      if (!Object.isFrozen(tick)) (tick as { price: unknown }).price = 1;
      document.count += 1;
    },
  ],
  [
    "sees its own change by reading",
    "the engine and the pure step come to one state",
    (document, _, read) => {
      document.count += 1;
      document.previous = read().count;
    },
  ],
];

describe("the laws catch a rule that", () => {
  for (const [breach, law, recipe] of breaches) {
    test(`${breach}: ${law}`, () => {
      expect(said(ruleOf(recipe), law)).toContain(law);
    });
  }

  test("is changed by the gate that judges: an event without a recipe leaves every document as it is", () => {
    const rule = ruleOf(sound);
    const gate = defineProjection<{ count: number }>({
      name: "gate",
      version: 1,
      needs: [rule],
      key: () => "all",
      initial: { count: 0 },
      on: {},
      admit: (_, read) => {
        (read(rule, "A") as Kept).count += 1;
        return null;
      },
    });
    const name = "an event without a recipe leaves every document as it is";
    expect(said(ruleSet({ gate, rules: { rule } }).rules.rule, name)).toContain(name);
  });

  test("says another thing among others: each projection alone comes to what it comes to among all", () => {
    const shared = { count: 0 };
    const counting = (name: string) =>
      defineProjection<{ count: number }>({
        name,
        version: 1,
        key: ({ instrument }) => instrument,
        initial: { count: 0 },
        on: {
          PriceTicked: (document) => {
            shared.count += 1;
            document.count = shared.count;
          },
        },
      });
    const set = ruleSetLaws([counting("one"), counting("two")]);
    expect(() => set.at(-1)?.check()).toThrow("one");
  });
});

test("a broken law is told on the smallest tape, line by line", () => {
  const forgetful = ruleOf((document, tick) => {
    document.previous = (tick.updates ?? null) as unknown;
    document.count += tick.price === 0 ? 1 : Date.now() > 0 ? 1 : 0;
  });
  const words = said(forgetful, "clock, chance and locale count for nothing") ?? "";
  expect(words.split("\n")).toHaveLength(3);
  expect(words).toMatch(/^clock, chance and locale count for nothing: /);
  expect(JSON.parse(words.split("\n").at(-1) ?? "")).toMatchObject({ type: "PriceTicked" });
});

test("a broken law is tried again on the tape that it names", () => {
  const forgetful = ruleOf((document) => void (document.count += Date.now() > 0 ? 1 : 0));
  const law = "clock, chance and locale count for nothing";
  const [, seed, path] = /seed (-?\d+), path ([\d:]+)/.exec(said(forgetful, law) ?? "") ?? [];
  expect(said(forgetful, law, { seed: Number(seed), path: path ?? "" })).toContain(
    `seed ${seed}, path ${path}`,
  );
});

function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test("a broken law names the rule, the document, the field and the event", () => {
  let calls = 0;
  const counting = ruleOf((document, { price }) => {
    calls += 1;
    document.current = { price: `${String(price)} of call ${calls}` };
    document.count += 1;
  });
  const words = said(counting, "any batches come to one state") ?? "";
  const [first = "", ...others] = words.split("\n");
  expect(first).toMatch(
    /^any batches come to one state: in batches: last-two of \S+ parts in current\.price: ".* of call \d+" is not ".*", after event 1 \(PriceTicked\)$/,
  );
  expect(others.length).toBeLessThan(10);
});
