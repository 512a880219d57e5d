import type { Fact } from "../rule/fact.ts";
import type { AnyProjection, KeyOf, RecipeContext, RoutesOf } from "../rule/projection.ts";

/** A rule as it hears one type of fact. */
export interface Handler {
  readonly place: number;
  readonly projection: AnyProjection;
  /** Undefined if the rule hears this type by routes alone. */
  readonly key: KeyOf | undefined;
  readonly recipe: (document: object, fact: Fact, context: RecipeContext) => unknown;
  /** Used in the place of `key` for facts with a subject; undefined if the rule hears them by keys. */
  readonly routes: RoutesOf | undefined;
  /** The listeners to the type of fact that the recipe emitted last. */
  told: { readonly type: string } | undefined;
}
