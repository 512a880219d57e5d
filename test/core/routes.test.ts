/** Routes: where facts go is asked once for each subject; what goes wrong on them is named as elsewhere. */
import {
  type AnyProjection,
  defineProjection,
  evolve,
  fold,
  Fold,
  MarketError,
  record,
  type Recorded,
  Route,
  State,
} from "@tapefold/core";
import { laws } from "@tapefold/core/testing";
import { expect, test } from "vitest";
import { revised, tick } from "./small-rules.ts";

interface Counted {
  count: number;
}

/** Counts ticks at whatever documents its routes lead to. */
const counting = (routes: (subject: string) => readonly Route[], isFault = (_: number): boolean => false) =>
  defineProjection<Counted>({
    name: "routed",
    version: 1,
    key: {},
    routes: { PriceTicked: routes },
    initial: { count: 0 },
    on: {
      PriceTicked: (document, { price }) => {
        if (isFault(Number(price))) throw new RangeError("too far");
        document.count += 1;
      },
    },
  });

const ticks = (count: number): readonly Recorded[] =>
  record(Array.from({ length: count }, (_, index) => tick(`t${index}`, index, index % 2 === 0 ? "A" : "B")));

function errorOf(rule: AnyProjection, log: readonly Recorded[]): unknown {
  try {
    new Fold([rule]).add(log);
  } catch (error) {
    return error;
  }
  return null;
}

test("they are asked once for each subject", () => {
  const asked: string[] = [];
  const rule = counting((subject) => {
    asked.push(subject);
    return [new Route(subject), new Route("all")];
  });
  const under = new Fold([rule]);
  under.add(ticks(10));
  expect(asked).toEqual(["A", "B"]);
  expect(Object.fromEntries(under.state.documents(rule))).toEqual({
    A: { count: 5 },
    B: { count: 5 },
    all: { count: 10 },
  });
});

test("they are asked again after a document that they read was changed", () => {
  const open = defineProjection<{ isOpen: boolean }>({
    name: "open",
    version: 1,
    key: ({ issuer }) => issuer,
    initial: { isOpen: false },
    on: {
      GuidanceRevised: (document) => {
        document.isOpen = !document.isOpen;
      },
    },
  });
  const rule = defineProjection<Counted>({
    name: "routed",
    version: 1,
    needs: [open],
    key: {},
    routes: { PriceTicked: (subject, read) => (read(open, subject).isOpen ? [new Route(subject)] : []) },
    initial: { count: 0 },
    on: {
      PriceTicked: (document) => {
        document.count += 1;
      },
    },
  });
  const log = record([
    tick("t1", 1),
    revised("g1"),
    tick("t2", 1),
    tick("t3", 1),
    tick("t4", 1, "B"),
    revised("g2"),
    tick("t5", 1),
    revised("g3"),
    tick("t6", 1),
  ]);
  for (const size of [1, 2, 9]) {
    const under = new Fold([rule]);
    for (let from = 0; from < log.length; from += size) {
      under.add(log.slice(from, from + size));
      void under.state;
    }
    expect([...under.state.documents(rule)]).toEqual([["A", { count: 3 }]]);
    const pure = log.reduce((state, recorded) => evolve(state, recorded), State.initial(under.projections));
    expect(pure.digest).toBe(under.state.digest);
  }
});

test("a recipe that throws on a route is named with the fact and the position", () => {
  const rule = counting(
    (subject) => [new Route(subject)],
    (price) => price === 3,
  );
  const error = errorOf(rule, ticks(6));
  expect(error).toBeInstanceOf(MarketError);
  expect(error).toMatchObject({
    code: "RECIPE_THREW",
    message: "routed: threw on PriceTicked: too far (position 4)",
    detail: { projection: "routed", type: "PriceTicked", position: 4 },
  });
  expect(fold([rule], ticks(6)).stopped).toMatchObject([{ projection: "routed", position: 4 }]);
});

test("routes that throw stop their rule at the event", () => {
  const rule = counting(() => {
    throw new Error("no way");
  });
  const { stopped } = fold([rule], ticks(4));
  expect(stopped).toMatchObject([{ projection: "routed", position: 1 }]);
  expect(stopped[0]?.message).toBe("routed: threw on PriceTicked: no way (position 1)");
});

test("routes that give one route to two subjects are refused, named with the event", () => {
  const shared = new Route("all");
  expect(
    errorOf(
      counting(() => [shared]),
      ticks(4),
    ),
  ).toMatchObject({
    code: "RECIPE_THREW",
    message: "routed: threw on PriceTicked: its routes give one to all twice; make new ones (position 2)",
  });
});

test.each<readonly [string, (subject: string) => readonly Route[], string]>([
  [
    "a clock",
    (subject) => [new Route(Date.now() > 0 ? subject : "")],
    "clock, chance and locale count for nothing",
  ],
  [
    "what they were asked before",
    (() => {
      let asked = 0;
      return () => [new Route(`${(asked += 1)}`)];
    })(),
    "the engine and the pure step come to one state",
  ],
])("a law tells routes that look at %s", (_, routes, name) => {
  const law = laws(counting(routes), { runs: 10 }).find((one) => one.name === name);
  expect(law).toBeDefined();
  expect(() => law?.check()).toThrow();
});

test("a rule that looks at what another has put off stops, and goes on if it hears ticks by key", () => {
  const lazy = defineProjection<{ sum: number; told: number }>({
    name: "lazy",
    version: 1,
    key: {},
    routes: { PriceTicked: () => [new Route("all")] },
    initial: { sum: 0, told: 0 },
    on: {
      PriceTicked: (document, { price }, { later }) => {
        document.sum += Number(price);
        if (!later()) document.told = document.sum;
      },
    },
    settle: (document) => {
      document.told = document.sum;
    },
  });
  const looking = (by: object) =>
    defineProjection<{ seen: number }>({
      name: "looking",
      version: 1,
      needs: [lazy],
      ...(by as { key: () => string }),
      initial: { seen: 0 },
      on: {
        PriceTicked: (document, _, { read }) => {
          document.seen = read(lazy, "all").told;
        },
      },
    });
  const routed = fold(
    [lazy, looking({ key: {}, routes: { PriceTicked: () => [new Route("all")] } })],
    ticks(5),
  );
  expect(routed.stopped).toMatchObject([{ projection: "looking", position: 1 }]);
  expect(routed.stopped[0]?.message).toContain("reads at all what lazy has put off");
  const keyed = looking({ key: () => "all" });
  const state = fold([lazy, keyed], ticks(5));
  expect(state.stopped).toEqual([]);
  expect(state.read(keyed, "all").seen).toBe(0 + 1 + 2 + 3 + 4);
  expect(state.read(lazy, "all")).toEqual({ sum: 10, told: 10 });
});
