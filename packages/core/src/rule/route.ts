/**
 * A route: the document of a rule to which the facts about one subject go. A subclass may carry values, and even documents,
 * that the recipe would otherwise look up for every fact.
 */
export class Route {
  readonly key: string;
  /** Row of the key, -1 until the engine sets it; it and all fields below belong to the engine. */
  row = -1;
  /** The rule that hears the facts here. */
  handler: object | undefined = undefined;
  /** The next route of the same subject's facts. */
  next: Route | null = null;
  /** The document opened last, and the store's epoch then. */
  document: object | undefined = undefined;
  epoch = -1;

  constructor(key: string) {
    this.key = key;
  }
}
