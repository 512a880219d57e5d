/** A sentence of the wrap while it is written; every clause comes with its assertions. */
import type { Assertion, ClaimValue, Relation } from "../claims/claim.ts";

export class Sentence {
  #text = "";
  readonly #assertions: Assertion[] = [];

  /** Adds words; every fact in them must be asserted too. */
  say(words: string): this {
    this.#text += words;
    return this;
  }

  /** Adds an assertion about a field. */
  assert(field: string, relation: Relation, value: ClaimValue): this {
    this.#assertions.push({ field, relation, value });
    return this;
  }

  /** Adds the assertion that a field has a value. */
  is(field: string, value: ClaimValue | number | boolean): this {
    const said = typeof value === "number" || typeof value === "boolean" ? `${value}` : value;
    return this.assert(field, "is", said);
  }

  get text(): string {
    return this.#text;
  }

  get assertions(): readonly Assertion[] {
    return this.#assertions;
  }
}

/** The path of an instrument's field; braces keep an id with dots apart from the field. */
export function fieldOf(instrument: string, field: string): string {
  return `instruments.${instrument.includes(".") ? `{${instrument}}` : instrument}.${field}`;
}
