/** The guard: what of an article its claims leave uncovered, and which of them it does not bear out. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fold, type Recorded, record } from "@tapefold/core";
import {
  type ArticleCoverage,
  type Claim,
  coverageOf,
  marketRules,
  statements,
  StateView,
} from "@tapefold/projections";
import { openTape } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { run } from "./cli/run-command.ts";
import { goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

const tapes = tapeFolder();
const { events: golden } = await readAll(openTape(goldenPath));
const { events: actual } = await readAll(openTape(goldenPath.replace("golden", "actual")));
const view = (log: readonly Recorded[]): StateView => new StateView(fold(marketRules, log));
const close = view(golden);

const nikkei = "instruments.N225";
const claim = (says: string, ...all: readonly (readonly [field: string, value: string])[]): Claim => ({
  id: "c",
  says,
  all: all.map(([field, value]) => ({ field: `${nikkei}.${field}`, relation: "is", value })),
});
const coverage = (article: string, ...claims: readonly Claim[]) => coverageOf(article, claims, close);
const left = (article: string, ...claims: readonly Claim[]): string[] =>
  coverage(article, ...claims).uncovered.map(({ kind, text }) => `${kind} ${text}`);

describe("a value stands in a sentence", () => {
  const change = ["changePct", "2.28"] as const;
  test.each([
    ["The Nikkei 225 rose 2.28 percent.", [change]],
    ["The Nikkei 225 rose 2.2827 percent.", [change]],
    [
      "The Nikkei 225 rose to 57,650.54.",
      [
        ["close", "57650.54"],
        ["changePct", "2.28"],
      ],
    ],
    ["The Nikkei 225 rose for a third straight session.", [["streak.confirmed", "3"]]],
    ["The Nikkei 225 closed at a record, its second in a row.", [["record.close.straight", "2"]]],
    ["It stood at 57.65054 thousand.", [["close", "57650.54"]]],
    ["It was above the close of Feb. 9.", [["record.close.previous.date", "2026-02-09"]]],
    ["It was above the close of 9 February 2026.", [["record.close.previous.date", "2026-02-09"]]],
  ] as const)("%s", (says, said) => {
    expect(left(says, claim(says, ...said))).toEqual([]);
  });

  test("not where its digits differ, its sign, its day or its sentence", () => {
    const says = "The Nikkei 225 rose 2.28 percent.";
    const unfounded = (article: string, ...one: readonly Claim[]) => coverage(article, ...one).unfounded;
    expect(unfounded(says, claim(says, change))).toEqual([]);
    expect(unfounded(says, claim(says, ["changePct", "2.27"]))).toEqual(["c"]);
    expect(unfounded(says, claim("The Nikkei 225 rose 2.28 per cent.", change))).toEqual(["c"]);
    expect(unfounded("It fell (-2.28 %).", claim("It fell (-2.28 %).", change))).toEqual(["c"]);
    const day = "It was above the close of Feb. 10.";
    expect(unfounded(day, claim(day, ["record.close.previous.date", "2026-02-09"]))).toEqual(["c"]);
  });

  test("an unknown longer name blocks a known one", () => {
    const says = "The Nikkei 225 Volatility rose 2.28 percent.";
    expect(coverage(says, claim(says, change)).unfounded).toEqual(["c"]);
    const futures = "Nikkei 225 futures rose 2.28 percent.";
    expect(coverage(futures, claim(futures, change)).unfounded).toEqual(["c"]);
    const own = "The Nikkei 225 Index rose 2.28 percent.";
    expect(coverage(own, claim(own, change)).unfounded).toEqual([]);
  });
});

describe("what no claim covers is listed with its sentence", () => {
  test("a name is none within a word", () => {
    const listed = golden.map(({ event }) =>
      event.type === "InstrumentListed" && event.instrument === "9984" ? { ...event, name: "ISE" } : event,
    );
    const marks = (text: string): string[] =>
      coverageOf(text, [], view(record(listed))).uncovered.map((one) => one.text);
    expect(marks("ISE saw a rise.")).toEqual(["rise"]);
  });

  test("numbers, dates, records, streaks and directions; no name, no initial ends a sentence", () => {
    const article =
      "The S&P 500 slid to 6,900 on Feb. 9, No. 2 in the U.S. table. It set a record, its fourth straight.";
    expect(left(article)).toEqual([
      "direction slid",
      "number 6,900",
      "date Feb. 9",
      "number 2",
      "record record",
      "number fourth",
      "streak straight",
    ]);
    expect(coverage(article).uncovered.at(-1)?.sentence).toBe("It set a record, its fourth straight.");
    expect(left("The S&P 500 closed at 2,026 at 15:30.")).toEqual(["number 2,026", "date 15:30"]);
  });

  test("a direction that the claim of its number does not bear out", () => {
    const says = "TOPIX rose 1.90 % while KOSDAQ fell 1.10 %.";
    const both: Claim = {
      id: "c",
      says,
      all: [
        { field: "instruments.TOPX.changePct", relation: "is", value: "1.90" },
        { field: "instruments.KQ11.changePct", relation: "is", value: "-1.10" },
      ],
    };
    expect(left(says, both)).toEqual([]);
    const turned = "TOPIX fell 1.90 % while KOSDAQ rose 1.10 %.";
    expect(left(turned, { ...both, says: turned })).toEqual(["direction fell", "direction rose"]);
  });

  test("quoted speech stands apart, and so does what a claim without a value says", () => {
    const article = "“It may gain 5 % by May,” she said. Flows of 3 billion won helped.";
    expect(coverage(article)).toMatchObject({ covered: 0, apart: 2, uncovered: [{ text: "3 billion" }] });
    const beyond: Claim = { id: "c", says: "Flows of 3 billion won helped." };
    expect(coverage(article, beyond)).toMatchObject({ apart: 3, uncovered: [], unfounded: [] });
  });

  test("markup and typography change nothing; a sentence that stands twice is covered twice", () => {
    const says = "The Nikkei 225's gain was 2.28 %.";
    const article =
      "<p>The <b>Nikkei 225</b>’s gain was 2.28&nbsp;%.</p>\n<p>The Nikkei 225’s gain was 2.28 %.</p>";
    expect(coverage(article, claim(says, ["changePct", "2.28"]))).toEqual({
      covered: 4,
      uncovered: [],
      unfounded: [],
      apart: 0,
    });
  });

  test("a long article is read in one go: of 200 kB, or of a megabyte in test:laws", () => {
    const sentences = runs(36_000);
    const { uncovered } = coverage("The Nikkei 225 rose 2.28 %. ".repeat(sentences));
    expect(uncovered).toHaveLength(2 * sentences);
  });
});

describe.each([
  ["golden", golden],
  ["actual", actual],
])("the wrap of the %s tape as an article", (_, log) => {
  test.each([242, log.length])("is covered to the last number at %i", (position) => {
    const state = fold(marketRules, log.slice(0, position));
    const said = statements(state);
    const article = said.map(({ text }) => text).join("\n");
    const { covered, uncovered, unfounded } = coverageOf(
      article,
      said.map((one) => one.claim),
      new StateView(state),
    );
    expect({ uncovered, unfounded }).toEqual({ uncovered: [], unfounded: [] });
    expect(covered).toBeGreaterThan(50);
  });
});

test("a number changed or a direction turned is never covered", () => {
  const said = statements(fold(marketRules, golden));
  let mutants = 0;
  for (const { text, claim: own } of said) {
    const numbers = [...text.matchAll(/\d[\d,]*\.\d\d(?![\d.])/g)].map(({ 0: number, index }) => {
      const last = (Number(number.at(-1)) + 1) % 10;
      return text.slice(0, index) + number.slice(0, -1) + String(last) + text.slice(index + number.length);
    });
    const turned = [
      [" rose ", " fell "],
      [" fell ", " rose "],
      [" jumped ", " tumbled "],
      [" up ", " down "],
      [" gains", " losses"],
      [" losses", " gains"],
      [" gain.", " loss."],
      [" gain of", " loss of"],
      [" higher", " lower"],
    ].flatMap(([from = "", to = ""]) => (text.includes(from) ? [text.replace(from, to)] : []));
    for (const mutant of [...numbers, ...turned]) {
      mutants += 1;
      const { uncovered, unfounded } = coverage(mutant, { ...own, says: mutant });
      expect([...uncovered, ...unfounded], mutant).not.toEqual([]);
    }
  }
  expect(mutants).toBeGreaterThan(60);
});

describe("the command", () => {
  const claims = JSON.stringify({ claims: [claim("It rose 2.28 %.", ["changePct", "2.28"])] });
  const check = (article: string | Buffer) =>
    run([
      "check",
      goldenPath,
      "--claims",
      tapes.write("c.json", claims),
      "--article",
      tapes.write("a.txt", article),
      "--json",
    ]);
  const found = ({ out }: { readonly out: string }) =>
    (JSON.parse(out) as { article: ArticleCoverage }).article;

  test("exits 1 where something is uncovered or unfounded, and tells which", async () => {
    const good = await check("It rose 2.28 %.");
    expect([good.code, found(good)]).toEqual([0, { covered: 2, uncovered: [], unfounded: [], apart: 0 }]);
    const more = await check("It rose 2.28 %. It fell.");
    expect([more.code, found(more)]).toEqual([
      1,
      {
        covered: 2,
        uncovered: [{ sentence: "It fell.", text: "fell", kind: "direction" }],
        unfounded: [],
        apart: 0,
      },
    ]);
    expect(found(await check("It rose.")).unfounded).toEqual(["c"]);
  });

  test("an article in another encoding is refused with its place", async () => {
    const { code, err } = await check(Buffer.from("It rose 2.28 %\u00a0.", "latin1"));
    expect(code).toBe(2);
    expect(err).toMatch(/^tapefold: ARTICLE_INVALID: is no UTF-8; save it in that encoding \(.*a\.txt\)\n$/);
  });
});

const sharedArticle = fileURLToPath(new URL("../../../shared/article.txt", import.meta.url));
const articleClaims = new URL("../sessions/article.json", import.meta.url);
const note = existsSync(sharedArticle) ? "" : " (skipped: no ../shared/article.txt beside the repository)";

/** A word of the sentence that each claim of article.json puts in our words. */
const words: readonly (readonly [word: string, ...ids: readonly number[]])[] = [
  ["climbed", 1, 35],
  ["striking", 2, 3, 4, 5, 6],
  ["post-election", 7, 8],
  ["surged", 9, 10],
  ["6.3%", 11, 12],
  ["not seen", 13],
  ["Kospi", 14, 15, 16],
  ["Seoul", 17],
  ["Hang Seng", 18, 19],
  ["CSI 300", 20, 21],
  ["ASX", 22, 23],
  ["mining", 24],
  ["Nifty", 25, 26, 27],
  ["Overnight", 28, 29, 30, 34],
  ["Dow", 31, 32, 33],
  ["leading regional gains", 36],
  ["mostly modest", 37],
  ["guidance", 38],
];

describe(`a published article${note}`, () => {
  test.runIf(note === "")("is covered by its claims but for words that they leave out", () => {
    const text = readFileSync(sharedArticle, "utf8");
    const sentences = text.split(/\n|(?<=\.) (?=[A-Z])/);
    const { claims } = JSON.parse(readFileSync(articleClaims, "utf8")) as { claims: Claim[] };
    const placed = claims.map((one) => {
      const [word = ""] = words.find(([, ...ids]) => ids.includes(Number(one.id))) ?? [];
      return { ...one, says: sentences.find((sentence) => sentence.includes(word)) ?? "" };
    });
    const { uncovered, unfounded, covered } = coverageOf(text, placed, view(golden.slice(0, 242)));
    expect(uncovered.filter(({ kind }) => kind !== "direction")).toEqual([]);
    expect(uncovered.map(({ text: word }) => word)).toMatchInlineSnapshot(`
      [
        "Higher",
      ]
    `);
    expect(unfounded).toMatchInlineSnapshot(`
      [
        "7",
        "34",
      ]
    `);
    expect(covered).toMatchInlineSnapshot(`55`);
  });
});
