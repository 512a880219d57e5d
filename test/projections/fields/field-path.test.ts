/** Paths of the state: what they name, with ids and picked values of any kind. */
import { parsePath } from "@tapefold/projections";
import { describe, expect, test } from "vitest";

const known = new Set(["N225", "^N225", "BRK.A", "A", "A.record", "X:Y.previous"]);
const parse = (text: string) => parsePath(text, (id) => known.has(id));
const idsOf = (text: string) => parse(text)?.steps.flatMap((step) => (step.kind === "ids" ? step.ids : []));

describe("a path leads to", () => {
  test.each([
    ["instruments.N225.changePct", "decimal"],
    ["instruments.N225.record.high.near", "word"],
    ["instruments.N225.milestone.toward", "flag"],
    ["instruments.N225.previous.date", "date"],
    ["instruments.N225.milestone.reached", "decimals"],
    ["instruments.N225.streak", "decimal"],
    ["instruments.N225.record", "group"],
    ["instruments.N225.index.sectors", "rows"],
    ["instruments.{N225,A}.changePct", "decimal"],
    ["regions[region=Asia].word", "word"],
    ["guidance[issuer=9434][class=upgrade].items[metric=netSales].changePct", "decimal"],
    ["tape.rejected.bad-price", "decimal"],
    ["asOf.position", "decimal"],
  ])("%s: %s", (text, leadsTo) => {
    expect(parse(text)?.leadsTo).toBe(leadsTo);
  });
});

test.each([
  "",
  ".",
  "instruments",
  "instruments.N225",
  "instruments.N225.levl",
  "instruments.N225.changePct.more",
  "instruments.N225.__proto__",
  "instruments.N225.constructor",
  "instruments.{}.close",
  "instruments.{A,}.close",
  "regions.word",
  "regions[region=Asia]word",
  "regions[nothing=Asia].word",
  "regions[region=Asia.word",
  "guidance[items=x].class",
  "digest.x",
])("%j is no path to a value", (text) => {
  expect(["group", "rows", undefined]).toContain(parse(text)?.leadsTo);
});

test("ids hold dots, colons and carets", () => {
  expect(idsOf("instruments.BRK.A.close")).toEqual(["BRK.A"]);
  expect(idsOf("instruments.^N225.record.close.level")).toEqual(["^N225"]);
  expect(idsOf("instruments.X:Y.previous.close")).toEqual(["X:Y.previous"]);
  expect(idsOf("instruments.A.record.close")).toEqual(["A"]);
  expect(idsOf("instruments.{A.record}.close")).toEqual(["A.record"]);
  expect(idsOf("instruments.A.record.last")).toEqual(["A.record"]);
});

test("an id nobody listed is read as short as a path allows, to be named", () => {
  expect(idsOf("instruments.NOPE.close")).toEqual(["NOPE"]);
});

test("what is picked is any text", () => {
  const sectorOf = (text: string) =>
    parse(text)?.steps.flatMap((step) => (step.kind === "pick" ? step.where.map(({ value }) => value) : []));
  for (const sector of ["Information Technology", "a=b", "x].points", "[y]", "", "ends in ]", "\u{1f600}"]) {
    expect(sectorOf(`instruments.N225.index.sectors[sector=${sector}].points`)).toEqual([sector]);
  }
});

test("instruments are those of the path and of its picks", () => {
  const path = parse("instruments.N225.index.contributions[instrument=9984].points");
  expect(path?.instruments).toEqual(["N225", "9984"]);
});
