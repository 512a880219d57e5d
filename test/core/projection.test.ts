import { type AnyProjection, defineProjection, fingerprint, MarketError, State } from "@tapefold/core";
import { expect, test } from "vitest";

const rule = (name: string, needs: AnyProjection[] = [], gate = false): AnyProjection =>
  defineProjection<{ n: number }>({
    name,
    version: 1,
    key: ({ issuer }) => issuer,
    initial: { n: 0 },
    needs,
    on: {},
    ...(gate ? { admit: () => null } : {}),
  });
const names = (projections: readonly AnyProjection[]): string[] =>
  projections.map(({ definition }) => definition.name);

test("what is needed comes first, ties by name, however they are given", () => {
  const base = rule("b-base");
  const [x, a] = [rule("x", [base]), rule("a", [base])];
  expect(names(State.initial([x, a]).projections)).toEqual(["b-base", "a", "x"]);
  expect(names(State.initial([a, x, base]).projections)).toEqual(["b-base", "a", "x"]);
  expect(names(State.initial([base]).projections)).toEqual(["b-base"]);
});

test("two of one name, and two gates, are refused", () => {
  expect(() => State.initial([rule("same"), rule("zeal"), rule("same")])).toThrow(
    new MarketError("PROJECTION_INVALID", "projection: two are named same; rename one", {
      projection: "same",
    }),
  );
  const gates = [rule("g-two", [], true), rule("other"), rule("g-one", [], true)];
  expect(() => State.initial(gates)).toThrow(
    new MarketError("PROJECTION_INVALID", "projection: g-one and g-two are both gates; fold with one", {
      projection: "g-one,g-two",
    }),
  );
});

test("a circle of needs is refused by name", () => {
  const needs: AnyProjection[] = [];
  const [one, two] = [rule("one", needs), rule("two")];
  needs.push(two);
  (two.needs as AnyProjection[]).push(one);
  expect(() => State.initial([one])).toThrow(/one needs itself/);
});

test("a name is kebab-case", () => {
  for (const name of ["", "Quote", "two words", "__proto__", "a_b"])
    expect(() => rule(name)).toThrow(
      expect.objectContaining({
        code: "PROJECTION_INVALID",
        message: `projection: ${JSON.stringify(name)} is no name; write it in kebab-case`,
        detail: { projection: name },
      }),
    );
});

test("the fingerprint tells versions, options and needs apart", () => {
  const of = (version: number, options: Record<string, string>, needs: AnyProjection[] = []): string =>
    fingerprint(
      defineProjection<object>({ name: "one", version, options, needs, key: () => "", initial: {}, on: {} }),
    );
  const all = [of(1, {}), of(2, {}), of(1, { a: "1" }), of(1, { a: "2" }), of(1, {}, [rule("dep")])];
  expect(new Set(all).size).toBe(all.length);
  expect(of(1, { a: "1", b: "2" })).toBe(of(1, { b: "2", a: "1" }));
  const [x, y] = [rule("x"), rule("y")];
  expect(of(1, {}, [x, y])).toBe(of(1, {}, [y, x]));
});

test("calling a projection selects one document", () => {
  const one = rule("one");
  expect(one("9434")).toEqual({ projection: one, key: "9434" });
});
