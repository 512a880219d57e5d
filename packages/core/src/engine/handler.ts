import type { Fact } from "../rule/fact.ts";
import type { AnyProjection, KeyOf, RecipeContext, RoutesOf } from "../rule/projection.ts";

/** A rule as it hears one type of fact. */
export interface Handler {
  readonly place: number;
  readonly projection: AnyProjection;
  /** Undefined if it hears facts with a subject alone, by routes. */
  readonly key: KeyOf | undefined;
  readonly recipe: (document: object, fact: Fact, context: RecipeContext) => unknown;
  /** For facts with a subject in the place of `key`; undefined if keys are asked for. */
  readonly routes: RoutesOf | undefined;
  /** The listeners to the last type of fact that it emitted. */
  told: { readonly type: string } | undefined;
}
