import { createHash } from "node:crypto";
import { canonicalText, digestOf } from "@tapefold/core";
import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";

const json = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<unknown>;

/** The same text the slow way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  const text = keys.map(
    (key) =>
      `${JSON.stringify(key.startsWith("$") ? `$${key}` : key)}:${plain((value as Record<string, unknown>)[key])}`,
  );
  return { toJSON: () => text };
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${(JSON.parse(JSON.stringify(sorted(value))) as string[]).join(",")}}`;
}

test("the canonical text is JSON with its keys in code unit order", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalText(value)).toBe(plain(value));
    }),
  );
});

test("the order of writing makes no difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(digestOf(reversed)).toBe(digestOf(value));
    }),
  );
});

test("text that needs escaping, and the digest of nothing", () => {
  expect(canonicalText('a"\\\n\u2028é\ud800')).toBe(JSON.stringify('a"\\\n\u2028é\ud800'));
  // SHA-256 of the two bytes {}, as any implementation gives it.
  expect(digestOf({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});

describe("its hash", () => {
  const texts = ["", "57,885.77", "日経平均", "x".repeat(70_000)];
  const expected = texts.map((text) => createHash("sha256").update(JSON.stringify(text)).digest("hex"));

  it("is SHA-256", () => {
    expect(texts.map(digestOf)).toEqual(expected);
  });

  it("is the same where the platform has none of its own", async () => {
    vi.stubGlobal("process", { ...process, getBuiltinModule: undefined });
    vi.resetModules();
    const bare = await import("@tapefold/core");
    vi.unstubAllGlobals();
    expect(bare.digestOf).not.toBe(digestOf);
    expect(texts.map(bare.digestOf)).toEqual(expected);
  });
});

test("what an array leaves out counts as null", () => {
  const sparse: number[] = [];
  sparse.length = 3;
  sparse[1] = 2;
  expect(canonicalText(sparse)).toBe("[null,2,null]");
});
