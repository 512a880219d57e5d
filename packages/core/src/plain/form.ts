/**
 * Form: how documents with the same fields as a first one are copied, frozen and written, made once for all of them.
 * A document with other fields goes the general way, to the same end.
 */
import { compile } from "./compile.ts";
import { canonicalText, type CanonicalFields, fieldsInOrder, textOfFields } from "./digest.ts";
import { copyTree, freezeInner, freezeTree } from "./plain-value.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Both call `inner` with each inner object; `freeze` only where `shared` has another in the same place. */
interface Code {
  copy(fields: Fields, inner: (value: object) => unknown): object;
  freeze(fields: Fields, shared: Fields, inner: (value: object, shared: unknown) => void): void;
}

export class Form {
  readonly #keys: readonly string[];
  readonly #isSharing: boolean;
  #written: CanonicalFields | undefined;
  #code: Code | undefined;

  /** With `isSharing`, a copy shares what is inside with the original. */
  constructor(first: object, isSharing: boolean) {
    this.#keys = Array.isArray(first) ? [] : Object.keys(first);
    this.#isSharing = isSharing;
  }

  copy(document: object): object {
    if (this.#fits(document)) {
      this.#code ??= codeFor(this.#keys);
      return this.#code.copy(document as Fields, this.#isSharing ? itself : copyTree);
    }
    if (!this.#isSharing) return copyTree(document);
    return Array.isArray(document) ? [...(document as unknown[])] : { ...document };
  }

  /** Freezes a copy, but for what it shares with the original, which is frozen. */
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

const FIELDS_MOST = 64;
/** Plain names alone go into code, whoever chose them, and none that means something to every object. */
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
  // By a constructor: V8 would make literals by what they held at first, and change each of them once numbers outgrow that.
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
