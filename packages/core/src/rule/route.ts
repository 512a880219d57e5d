/**
 * The document of a rule to which the facts about one subject go. A rule may add what its recipe would otherwise look up
 * for every fact, documents that it reads included.
 */
export class Route {
  readonly key: string;
  /** The engine's own notes from here on: the row of the key, below zero until it is taken. */
  row = -1;
  /** The rule that it is of, as that hears facts; and the next route of the same subject's facts. */
  handler: object | undefined = undefined;
  next: Route | null = null;
  /** The document as it was opened last, and the store's epoch then. */
  document: object | undefined = undefined;
  epoch = -1;

  constructor(key: string) {
    this.key = key;
  }
}
