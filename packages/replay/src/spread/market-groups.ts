/**
 * Market groups: markets joined by an index with members in several, or by a source that numbers ticks of several.
 * Markets with ticks that no source numbers are one group, since only its id shows that such a tick came before.
 */
import type { MarketEvent } from "@tapefold/core";
import { Listings } from "../tape/listings.ts";

/** A market, an instrument or a source, by a name that tells them apart. */
type Node = string;

export class MarketGroups {
  /** How often two groups were found to be one. */
  joins = 0;
  readonly #listings = new Listings();
  readonly #parents = new Map<Node, Node>();

  /** Takes in what an event says of markets that belong together. */
  heed(event: MarketEvent): void {
    this.#listings.add(event);
    if (event.type === "InstrumentListed") this.#join(`i ${event.instrument}`, `m ${event.mic}`);
    const members = "constituents" in event ? event.constituents : [];
    if (event.type === "IndexDefined" || event.type === "IndexRebalanced")
      for (const { instrument } of members) this.#join(`i ${event.instrument}`, `i ${instrument}`);
  }

  /** Takes in that a source numbers ticks of an instrument; null stands for ticks that none numbers. */
  heedSource(instrument: string, source: string | null): void {
    this.#join(`i ${instrument}`, source === null ? "unnumbered" : `s ${source}`);
  }

  /** The name of a market's group, which is another one once it has been joined to others. */
  groupOf(mic: string): string {
    return this.#find(`m ${mic}`);
  }

  /** The market of an instrument; undefined if it is not listed. */
  marketOf(instrument: string): string | undefined {
    return this.#listings.marketOf(instrument);
  }

  #find(node: Node): Node {
    let root = node;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    if (root !== node) this.#parents.set(node, root);
    return root;
  }

  #join(one: Node, other: Node): void {
    const [a, b] = [this.#find(one), this.#find(other)];
    if (a === b) return;
    this.#parents.set(a, b);
    this.joins += 1;
  }
}
