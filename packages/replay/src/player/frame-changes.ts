import type { Frame } from "./frame.ts";

/** The documents that differ from those sent before, by name; null for one that is no more. */
export type Changes = Readonly<Record<string, unknown>>;

/** Remembers the documents that were sent, as texts, and tells which ones of a frame differ. */
export class FrameChanges {
  readonly #sent = new Map<string, string>();

  /** The changes of a frame, which from now on counts as sent. */
  of(frame: Frame): Changes {
    const changes: [string, unknown][] = [];
    for (const [name, document] of frame) {
      const text = JSON.stringify(document);
      if (this.#sent.get(name) === text) continue;
      this.#sent.set(name, text);
      changes.push([name, document]);
    }
    for (const name of this.#sent.keys()) {
      if (frame.has(name)) continue;
      this.#sent.delete(name);
      changes.push([name, null]);
    }
    return Object.fromEntries(changes);
  }
}
