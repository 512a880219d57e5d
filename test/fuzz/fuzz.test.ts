/** Some thousands of damaged inputs for every reader; `npm run fuzz` has a million. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { tapeFolder } from "../replay/tape-folder.ts";
import { fuzzCase, mustBeUntouched, type Reader, wholeAnswers } from "./fuzz-case.ts";
import { drawer, mutators } from "./mutators.ts";
import { makeReaders, shares } from "./readers.ts";

const folder = tapeFolder();
let readers: readonly Reader[] = [];
beforeAll(async () => void (readers = await makeReaders(folder.path("."))), 60_000);
afterAll(async () => {
  for (const { close } of readers) await close?.();
});

test.each(Object.entries(shares))(
  "damage to what is read as %s is told, or does no harm",
  async (name, share) => {
    const reader = readers.find((one) => one.name === name) as Reader;
    const whole = await wholeAnswers(reader);
    expect(whole.size).toBeGreaterThan(0);
    const outcomes: Record<string, number> = {};
    // Of what is read in no time, a sixtieth of a million's share.
    const cases = Math.ceil(share / (share > 50_000 ? 180 : 750));
    for (let seed = 0; seed < cases; seed += 1) {
      const outcome = await fuzzCase(reader, seed, whole).catch((error: unknown) => {
        throw new Error(`npm run fuzz -- "${name}" --case ${seed}`, { cause: error });
      });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    mustBeUntouched(true);
    // Damage that never is told was none, or nobody looked.
    if (name !== "article")
      expect(Object.keys(outcomes).filter((outcome) => outcome !== "taken")).not.toEqual([]);
  },
);

test("what must not happen is seen: a changed prototype, a bare error, another tape under a checksum", async () => {
  const inputs = [Buffer.from('{"a": 1}'), Buffer.from('{"a": 2}')];
  const of = (read: Reader["read"], isSealed = false): Promise<string> =>
    fuzzCase({ name: "planted", inputs, read, isSealed }, 1, new Set(["whole"]));
  await expect(of(() => JSON.parse("{") as string)).rejects.toThrow(SyntaxError);
  await expect(of(() => "another", true)).rejects.toThrow("another tape");
  await expect(of(() => "whole", true)).resolves.toBe("taken");
  const polluting = of(() => {
    Object.defineProperty(Object.prototype, "planted", {
      value: 1,
      configurable: true,
      writable: true,
      enumerable: true,
    });
    return "";
  });
  const found: unknown = await polluting.catch((error: unknown) => error);
  Reflect.deleteProperty(Object.prototype, "planted");
  expect(String(found)).toContain("a changed prototype: planted");
  mustBeUntouched(true);
  const { map } = Array.prototype;
  // oxlint-disable-next-line no-extend-native -- the point of the test, put back below
  Array.prototype.map = function planted() {
    return [];
  };
  try {
    expect(() => mustBeUntouched(true)).toThrow("a changed intrinsic");
  } finally {
    // oxlint-disable-next-line no-extend-native -- as it was
    Array.prototype.map = map;
  }
});

test("a seed is a case: each kind of damage changes a tape, the same way twice", () => {
  const [one, other] = [Buffer.from('{"a": "b", "c": 1}\n{"d": 2}\n'), Buffer.from('{"x": "y"}\n')];
  for (const [kind, mutate] of Object.entries(mutators)) {
    const made = Array.from({ length: 40 }, (_, seed) => mutate(one, drawer(seed), other).toString("hex"));
    expect(made, kind).toEqual(made.map((_, seed) => mutate(one, drawer(seed), other).toString("hex")));
    expect(new Set(made).size, kind).toBeGreaterThan(3);
  }
});
