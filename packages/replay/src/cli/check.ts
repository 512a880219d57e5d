import type { ArticleCoverage, CheckedAssertion, Verdict } from "@tapefold/projections";
import { check, type Check, type CheckedClaim } from "../ask/check.ts";
import { readArticle } from "../ask/article-file.ts";
import { readClaims } from "../ask/claims-file.ts";
import { openTape } from "../open-tape.ts";
import { asOfTyped, AT, TAPE } from "./option-values.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/printable.ts";
import { boardStyle, type BoardStyle } from "../show/board-style.ts";
import { aligned } from "../show/text-table.ts";

interface Options {
  readonly claims: string;
  readonly article?: string;
  readonly at?: string;
  readonly json?: true;
}

/** `tapefold check TAPE --claims FILE`: a verdict on each claim of a published wrap. */
export const command: CliCommand = {
  differs:
    "a claim is contradicted or mixed, or the article holds something that no claim covers or bears out",
  example:
    "tapefold check test/sessions/golden.jsonl --claims test/sessions/article.json --at 2026-02-10T04:30:00Z",
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .requiredOption("--claims <file>", "what was claimed, as JSON")
      .option("--article <file>", "the text that the claims are of: what of it they leave uncovered")
      .option("--at <when>", AT)
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { claims, article, at, json } = command.opts<Options>();
    const document = await readClaims(claims);
    const text = article === undefined ? undefined : await readArticle(article);
    const tape = openTape(path, io.stdin);
    const asOf = asOfTyped(at);
    const checked = await check(tape, document, asOf, claims, text);
    for (const { index, id, message } of checked.faults) {
      const name = id === "" ? "" : ` ${JSON.stringify(id)}`;
      io.writeError(
        `tapefold: CLAIM_INVALID: claims[${index}]${name}: ${printable(message)} (${printable(claims)})\n`,
      );
    }
    await io.write(json ? `${JSON.stringify(checked)}\n` : renderCheck(checked, tape.name, boardStyle(io)));
    // A gate must not pass with an unchecked claim.
    if (checked.faults.length > 0) return 2;
    const isWrong = checked.claims.some(({ verdict }) => verdict === "contradicted" || verdict === "mixed");
    const { uncovered = [], unfounded = [] } = checked.article ?? {};
    return isWrong || uncovered.length > 0 || unfounded.length > 0 ? 1 : 0;
  },
};

const VERDICTS: readonly Verdict[] = ["supported", "weaker", "contradicted", "mixed", "uncheckable"];

/** The verdicts as a table, with the reason below each claim that isn't simply supported. */
function renderCheck(
  { asOf, claims, findings, article }: Check,
  tape: string,
  { colours }: BoardStyle,
): string {
  const paints: Readonly<Record<Verdict, (text: string) => string>> = {
    supported: colours.green,
    weaker: colours.yellow,
    mixed: colours.red,
    contradicted: colours.red,
    uncheckable: colours.dim,
  };
  const { lines } = aligned(
    [{ align: "right" }, { align: "left" }, { align: "left" }],
    claims.map(({ id, verdict, says }) => [
      { text: printable(id) },
      { text: verdict, paint: paints[verdict] },
      { text: printable(says) },
    ]),
  );
  const indent = " ".repeat(Math.max(0, ...claims.map(({ id }) => printable(id).length)) + 2);
  const table = claims.flatMap((claim, at) => [
    lines[at] ?? "",
    ...reasons(claim).map((line) => `${indent}${line}`),
  ]);
  const counts = VERDICTS.map(
    (verdict) => [verdict, claims.filter((one) => one.verdict === verdict).length] as const,
  );
  const told = counts.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  const title = `${printable(tape)} as of ${asOf.at ?? "its start"}, position ${asOf.position}`;
  const noted = findings.map(
    ({ claims: ids, trap, reason }) => `${printable(ids.join(", "))}: ${trap}: ${printable(reason)}`,
  );
  const notes = noted.length === 0 ? [] : ["", "To be read with care", ...noted.map((line) => `  ${line}`)];
  const coverage = article === undefined ? [] : ["", ...coverageLines(article)];
  const text = [title, "", ...table, "", told.join(", ") || "no claims", ...notes, ...coverage];
  return `${text.join("\n")}\n`;
}

/** The uncovered marks of an article, each sentence's below it. */
function coverageLines({ covered, uncovered, unfounded, apart }: ArticleCoverage): string[] {
  const sentences = [...new Set(uncovered.map(({ sentence }) => sentence))];
  const marks = sentences.flatMap((sentence) => [
    `  ${printable(sentence)}`,
    ...uncovered
      .filter((one) => one.sentence === sentence)
      .map(({ kind, text }) => `    ${kind}: ${printable(text)}`),
  ]);
  const claims = unfounded.length === 0 ? [] : [`unfounded: ${printable(unfounded.join(", "))}`];
  const counts = `article: ${covered} covered, ${uncovered.length} uncovered, ${apart} quoted or beyond prices`;
  return [counts, ...marks, ...claims];
}

function reasons({ verdict, assertions }: CheckedClaim): string[] {
  if (verdict === "supported") return [];
  if (assertions.length === 0) return ["it says nothing that a field of the state could bear out"];
  return assertions.filter((one) => one.verdict !== "supported").map(reason);
}

function reason({ field, actual, expected, missing, neverWith }: CheckedAssertion): string {
  const name = printable(field);
  if (missing !== null) return `${name}: ${printable(missing)}`;
  const apart =
    neverWith.length === 0 ? "" : `; it held earlier, never together with ${neverWith.join(", ")}`;
  return `${name} is ${printable(actual ?? "")}, expected ${printable(`${expected}${apart}`)}`;
}
