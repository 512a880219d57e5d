/**
 * Form: copies, freezes and writes the documents of one rule by code made for the fields of the first. A document with
 * other fields is treated by general code, with the same result.
 */
import { compile } from "./compile.ts";
import { canonicalText, type CanonicalFields, fieldsInOrder, textOfFields } from "./digest.ts";
import { copyTree, freezeInner, freezeTree } from "./plain-value.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Both functions call `inner` with each inner object; `freeze` leaves out those that `shared` has in the same place. */
interface Code {
  copy(fields: Fields, inner: (value: object) => unknown): object;
  freeze(fields: Fields, shared: Fields, inner: (value: object, shared: unknown) => void): void;
}

export class Form {
  readonly #keys: readonly string[];
  readonly #isSharing: boolean;
  #written: CanonicalFields | undefined;
  #code: Code | undefined;

  /** With `isSharing`, a copy shares its inner objects with the original. */
  constructor(first: object, isSharing: boolean) {
    this.#keys = Array.isArray(first) ? [] : Object.keys(first);
    this.#isSharing = isSharing;
  }

  /** A copy of a document. */
  copy(document: object): object {
    if (this.#fits(document)) {
      this.#code ??= codeFor(this.#keys);
      return this.#code.copy(document as Fields, this.#isSharing ? itself : copyTree);
    }
    if (!this.#isSharing) return copyTree(document);
    return Array.isArray(document) ? [...(document as unknown[])] : { ...document };
  }

  /** Freezes a copy; inner objects shared with the original are frozen already. */
  freeze(copy: object, original: object): void {
    Object.freeze(copy);
    const shared = this.#isSharing ? original : NOTHING;
    if (this.#fits(copy))
      (this.#code ??= codeFor(this.#keys)).freeze(copy as Fields, shared as Fields, freezeTree);
    else freezeInner(copy, shared);
  }

  /** The canonical text of a document. */
  text(document: object): string {
    if (!this.#fits(document)) return canonicalText(document);
    this.#written ??= fieldsInOrder(this.#keys);
    return textOfFields(document, this.#written);
  }

  #fits(document: object): boolean {
    const keys = this.#keys;
    let index = 0;
    for (const key in document) {
      if (key !== keys[index]) return false;
      index += 1;
    }
    return index === keys.length && Object.getPrototypeOf(document) === Object.prototype;
  }
}

const NOTHING = {};
const itself = (value: object): object => value;

/** Documents with more fields are treated by general code. */
const FIELDS_MOST = 64;
/** True for a plain name, the only kind that may go into code; this leaves out `__proto__` too. */
const isName = (key: string): boolean => /^[a-zA-Z][a-zA-Z0-9]{0,63}$/.test(key);

function codeFor(keys: readonly string[]): Code {
  if (keys.length > FIELDS_MOST || !keys.every(isName)) return general;
  const isInner = (index: number): string => `typeof v${index}==="object"&&v${index}!==null`;
  const reads = keys.map((key, index) => `const v${index}=fields.${key};`);
  const copies = keys.map(
    (key, index) => `${reads[index]}this.${key}=${isInner(index)}?inner(v${index}):v${index};`,
  );
  const visits = keys.map(
    (key, index) =>
      `${reads[index]}if(${isInner(index)}&&v${index}!==shared.${key})inner(v${index},shared.${key});`,
  );
  // A constructor, not a literal: V8 makes a literal for the first numbers it held, and converts every object of it
  // once larger numbers come.
  const body = `function Copy(fields,inner){${copies.join("")}}Copy.prototype=Object.prototype;
    return{copy(fields,inner){return new Copy(fields,inner)},freeze(fields,shared,inner){${visits.join("")}}}`;
  return compile<() => Code>([], body)?.() ?? general;
}

const general: Code = {
  copy: (fields, inner) => {
    const copy: Record<string, unknown> = { ...fields };
    for (const [key, value] of Object.entries(fields))
      if (typeof value === "object" && value !== null) copy[key] = inner(value);
    return copy;
  },
  freeze: (fields, shared) => freezeInner(fields, shared),
};
