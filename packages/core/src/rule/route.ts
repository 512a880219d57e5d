/**
 * Where facts of one subject go: a document of the rule. A rule extends it by whatever its recipe would else look up for
 * every fact, documents that were read for it among that.
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
