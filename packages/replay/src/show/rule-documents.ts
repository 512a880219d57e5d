/** The documents of a user's own rules, which no board knows. */
import { type AnyProjection, canonicalText, type State } from "@tapefold/core";
import { plain } from "../ask/rule-field.ts";
import { printable } from "./printable.ts";

/** Documents by the name of their rule and key. */
export type RuleDocuments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Most documents of a rule that are shown one by one. */
const SHOWN_MAX = 20;

export function ruleDocuments(state: State, own: readonly AnyProjection[]): RuleDocuments {
  return Object.fromEntries(
    own.map((rule) => {
      const documents = [...state.documents(rule)].map(([key, document]) => [key, plain(document)] as const);
      return [rule.definition.name, Object.fromEntries(documents)];
    }),
  );
}

/** The documents below the board, a line each. */
export function ruleLines(documents: RuleDocuments): string {
  return Object.entries(documents)
    .flatMap(([name, byKey]) => {
      const entries = Object.entries(byKey);
      const more = entries.length - SHOWN_MAX;
      return [
        "",
        printable(name),
        ...entries
          .slice(0, SHOWN_MAX)
          .map(([key, value]) => `  ${printable(key)}  ${printable(canonicalText(value))}`),
        ...(more > 0 ? [`  and ${more} more; --json has them all`] : []),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}
