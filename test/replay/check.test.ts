/** The published wrap against the golden tape and against the day as it was: one verdict a claim, row by row. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { check, parseAsOf } from "@tapefold/replay";
import { run } from "./cli/run-command.ts";
import { tapeFolder } from "./tape-folder.ts";
import { actualVerdicts, goldenVerdicts } from "../sessions/verdicts.ts";

const tapes = tapeFolder();
const sessions = fileURLToPath(new URL("../sessions/", import.meta.url));
const article: unknown = JSON.parse(readFileSync(`${sessions}article.json`, "utf8"));

test("the golden tape as of the wrap gives every claim its verdict", async () => {
  const { claims, faults } = await check(
    `${sessions}golden.jsonl`,
    article,
    parseAsOf("2026-02-10T04:30:00Z"),
  );
  expect(faults).toEqual([]);
  expect(new Map(claims.map(({ id, verdict }) => [id, verdict]))).toEqual(goldenVerdicts);
});

test("the order of the claims changes no verdict", async () => {
  const { claims } = article as { claims: unknown[] };
  const { claims: checked } = await check(`${sessions}actual.jsonl`, { claims: [...claims].reverse() });
  expect(new Map(checked.map(({ id, verdict }) => [id, verdict]))).toEqual(actualVerdicts);
});

test("the day as it was gives every claim its verdict", async () => {
  const { claims, faults } = await check(`${sessions}actual.jsonl`, article);
  expect(faults).toEqual([]);
  expect(new Map(claims.map(({ id, verdict }) => [id, verdict]))).toEqual(actualVerdicts);
});

test("what to read with care comes with its reason", async () => {
  const { findings } = await check(`${sessions}golden.jsonl`, article, parseAsOf("2026-02-10T04:30:00Z"));
  const found = new Map(findings.map(({ trap, claims }) => [`${trap} ${claims.join()}`, true]));
  expect([...found.keys()]).toEqual([
    "near-while-above 6",
    "provisional-as-fact 7",
    "timing-is-no-cause 9,10",
    "ambiguous-day 16",
    "provisional-as-fact 23",
    "one-basis-only 31",
    "headline-and-breadth 35",
    "percentages-do-not-add 11,9",
  ]);
  // 6.2925 % and then 11.8873 % are 18.93 % together.
  expect(findings.find(({ trap }) => trap === "percentages-do-not-add")?.reason).toContain(
    "18.93 %, not 18.18 %",
  );
  const yearless = {
    id: "y",
    says: "the year to 31 March",
    field: "guidance[issuer=9434].fiscalYearEnd",
    relation: "is",
    value: "2026-03-31",
  };
  const again = await check(`${sessions}golden.jsonl`, { claims: [yearless] });
  expect(again.findings).toMatchObject([{ trap: "fiscal-year-without-year", claims: ["y"] }]);
});

const [N, I] = ["instruments.NIK.changePct", "instruments.NIFTY.changePct"];
const about = (id: string, field: string, value: string, more = {}) => ({
  id,
  says: id,
  field,
  relation: "about",
  value,
  ...more,
});

/** Two markets; the first index is up by 2.7 % before the second one has opened, and by 2.3 % after. */
const twoMarkets = tapes.write(
  "mixed.jsonl",
  [
    { type: "MarketListed", mic: "XONE", name: "One", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
    { type: "MarketListed", mic: "XTWO", name: "Two", country: "IN", region: "Asia", zone: "Asia/Kolkata" },
    listed("NIK", "XONE"),
    listed("NIFTY", "XTWO"),
    opened("XONE", "2026-02-09"),
    tick("NIK", 97),
    tick("NIK", 100),
    { type: "SessionClosed", mic: "XONE", date: "2026-02-09", closes: { NIK: 100 } },
    opened("XTWO", "2026-02-09"),
    { type: "SessionClosed", mic: "XTWO", date: "2026-02-09", closes: { NIFTY: 1000 } },
    opened("XONE", "2026-02-10"),
    tick("NIK", 102.7),
    tick("NIK", 102.3),
    opened("XTWO", "2026-02-10"),
    tick("NIFTY", 1003),
    { type: "SessionClosed", mic: "XONE", date: "2026-02-10", closes: { NIK: 102.3 } },
  ]
    .map((event, index) => JSON.stringify({ id: `e${index}`, at: instant(index), ...event }))
    .join("\n") + "\n",
);

function listed(instrument: string, mic: string) {
  return {
    type: "InstrumentListed",
    instrument,
    name: instrument,
    kind: "index",
    mic,
    currency: "JPY",
    scale: 2,
  };
}

function opened(mic: string, date: string) {
  return { type: "SessionOpened", mic, date };
}

function tick(instrument: string, price: number) {
  return { type: "PriceTicked", instrument, price };
}

function instant(minute: number): string {
  return `2026-02-09T00:${String(minute).padStart(2, "0")}:00Z`;
}

async function verdicts(claims: readonly unknown[]): Promise<Record<string, string>> {
  const checked = await check(twoMarkets, { claims });
  return Object.fromEntries(checked.claims.map(({ id, verdict }) => [id, verdict]));
}

describe("a claim that held earlier in the session", () => {
  test("is mixed with one that holds and never held together with it, in any order of the file", async () => {
    const claims = [
      about("first", N, "2.7"),
      about("second", I, "0.3"),
      about("always", N, "2.5", { relation: "less-than", value: "9" }),
    ];
    for (const order of [claims, [...claims].reverse()]) {
      const checked = await check(twoMarkets, { claims: order });
      const one = checked.claims.find(({ id }) => id === "first");
      expect(one?.verdict).toBe("mixed");
      expect(one?.assertions[0]?.neverWith).toEqual(["second"]);
      expect(checked.findings.map(({ trap }) => trap)).toContain("not-one-instant");
      expect(checked.claims.filter(({ verdict }) => verdict === "supported")).toHaveLength(2);
    }
  });

  test("is contradicted where each claim that holds held beside it", async () => {
    expect(
      await verdicts([about("first", N, "2.7"), { ...about("low", N, "9"), relation: "less-than" }]),
    ).toEqual({
      first: "contradicted",
      low: "supported",
    });
  });

  test("is contradicted where it held in another session alone, or never", async () => {
    const others = [about("second", I, "0.3")];
    expect(
      await verdicts([...others, { ...about("older", "instruments.NIK.last", "97"), relation: "is" }]),
    ).toMatchObject({ older: "contradicted" });
    expect(await verdicts([...others, about("never", N, "4.2")])).toMatchObject({ never: "contradicted" });
  });

  test("is judged at its own as-of, where it says one", async () => {
    expect(
      await verdicts([
        about("earlier", N, "2.7", { asOf: "12" }),
        about("later", N, "2.3", { asOf: instant(13) }),
      ]),
    ).toEqual({
      earlier: "supported",
      later: "supported",
    });
  });

  test("makes what takes all of several things mixed", async () => {
    const both = {
      id: "both",
      says: "both",
      all: [about("", N, "2.7"), about("", I, "0.3")].map(({ id: _, says: __, ...part }) => part),
    };
    expect(await verdicts([both, about("second", I, "0.3")])).toMatchObject({ both: "mixed" });
  });
});

describe("what is wrong with a claim is named by its index, and the others are checked", () => {
  const good = about("good", N, "2.3");
  const wrong: [claim: unknown, message: RegExp][] = [
    [about("x", "instruments.NIK.changePt", "1"), /unknown field "instruments.NIK.changePt"/],
    [about("x", "instruments.NOPE.changePct", "1"), /unknown instrument "NOPE"/],
    [{ ...good, id: "x", relation: "roughly" }, /unknown relation "roughly"/],
    [about("x", N, "1", { asOf: "9999" }), /asOf: the tape has no position 9999/],
    [about("x", N, "1", { asOf: "noon" }), /asOf: "noon" is neither a position nor an instant/],
    [about("x", N, "much"), /"much" is no decimal/],
    [about("x", "instruments.NIK.move", "1"), /about doesn't go with instruments.NIK.move/],
    [{ ...good, id: "x", relation: "between" }, /between needs a list of two decimals/],
    [about("good", N, "1"), /the id "good" stands twice/],
    [{ says: "no id" }, /has no id/],
    ["__proto__", /is no object/],
    [{ ...good, id: "x", valu: "1" }, /unknown field "valu"/],
  ];
  test.each(wrong)("%j", async (claim, message) => {
    const { claims, faults } = await check(twoMarkets, { claims: [good, claim] });
    expect(claims.map(({ verdict }) => verdict)).toEqual(["supported"]);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.index).toBe(1);
    expect(faults[0]?.message).toMatch(message);
  });

  test("a document without claims is refused", async () => {
    for (const document of [null, [], {}, { claims: {} }])
      await expect(check(twoMarkets, document)).rejects.toMatchObject({ code: "CLAIMS_INVALID" });
    const path = tapes.write("none.json", "[]");
    const { code, err } = await run(["check", twoMarkets, "--claims", path]);
    expect(code).toBe(2);
    expect(err).toContain(`CLAIMS_INVALID: holds no claims; write {"claims": [{"id", "says", …}]} (${path})`);
  });
});

describe("the command", () => {
  const ran = (claims: readonly unknown[], ...more: string[]) =>
    run(["check", twoMarkets, "--claims", tapes.write("claims.json", JSON.stringify({ claims })), ...more]);

  test("exits with 0, with 1 where one is contradicted or mixed, with 2 where one could not be read", async () => {
    expect((await ran([about("a", N, "2.3")])).code).toBe(0);
    expect((await ran([about("a", N, "2.7")])).code).toBe(1);
    expect((await ran([about("a", N, "2.7"), about("b", I, "0.3")])).code).toBe(1);
    expect((await ran([about("b", "nothing", "1"), about("a", N, "2.7")])).code).toBe(2);
    const judged = await ran([about("a", N, "2.3"), { ...about("b", N, "2.3"), relation: "iss" }]);
    expect(judged).toMatchObject({ code: 2, out: expect.stringContaining("supported") });
    const { code, err } = await ran([about("b", "nothing", "1")]);
    expect(code).toBe(2);
    expect(err).toMatch(/^tapefold: CLAIM_INVALID: claims\[0\] "b": unknown field "nothing"/);
    expect((await run(["check", twoMarkets, "--claims", "nowhere.json"])).err).toMatch(
      /^tapefold: CLAIMS_INVALID: /,
    );
  });

  test("escapes what is said, and gives one document with --json", async () => {
    const says = "\u001b[31mred\nline\u202e";
    const { out } = await ran([{ ...about("a", N, "2.3"), says }]);
    expect(out).toContain(String.raw`\u001b[31mred\u000aline\u202e`);
    const { claims } = JSON.parse((await ran([{ ...about("a", N, "2.3"), says }], "--json")).out) as {
      claims: { says: string }[];
    };
    expect(claims[0]?.says).toBe(says);
  });
});
