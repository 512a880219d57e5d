/** Shapes: objects with the same keys in the same order are handled alike, by code that is found or made once. */
import { compile } from "./compile.ts";

type Fields = Readonly<Record<string, unknown>>;
type CopyInner = (value: object) => unknown;
type Visit = (value: object, shared: unknown) => unknown;

export class Shape {
  readonly keys: readonly string[];
  /** What the digest keeps of it: its keys in code unit order, and what is written before the value of each. */
  canonical: { readonly keys: readonly string[]; readonly names: readonly string[] } | undefined;
  #met = 0;
  #copy: ((fields: Fields, copyInner: CopyInner) => object) | undefined;
  #visit: ((fields: Fields, shared: Fields, visit: Visit) => void) | undefined;

  constructor(keys: readonly string[]) {
    this.keys = keys;
  }

  has(keys: readonly string[]): boolean {
    const given = this.keys;
    if (given.length !== keys.length) return false;
    for (let index = 0; index < keys.length; index += 1) if (keys[index] !== given[index]) return false;
    return true;
  }

  /** The same of an object, without a list of its keys. */
  isOf(value: object): boolean {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    const given = this.keys;
    let index = 0;
    for (const key in value) {
      if (key !== given[index]) return false;
      index += 1;
    }
    return index === given.length;
  }

  /** A copy whose inner objects are those that `copyInner` gives. */
  copy(fields: Fields, copyInner: CopyInner): object {
    if (this.#copy !== undefined) return this.#copy(fields, copyInner);
    this.#meet();
    const copy: Record<string, unknown> = { ...fields };
    for (const key of this.keys) {
      const value = fields[key];
      if (typeof value === "object" && value !== null) copy[key] = copyInner(value);
    }
    return copy;
  }

  /** Visits the inner objects that `shared` does not have in the same place, each with what it has there. */
  visit(fields: Fields, shared: Fields, visit: Visit): void {
    if (this.#visit !== undefined) {
      this.#visit(fields, shared, visit);
      return;
    }
    this.#meet();
    for (const key of this.keys) {
      const value = fields[key];
      if (typeof value === "object" && value !== null && value !== shared[key]) visit(value, shared[key]);
    }
  }

  #meet(): void {
    this.#met += 1;
    // Plain names alone go into code, whoever chose them, and none that means something to every object.
    if (this.#met !== MADE_AT || this.keys.length > FIELDS_MOST || !this.keys.every(isName)) return;
    const values = this.keys.map((key, index) => `const v${index}=fields.${key};`).join("");
    const isInner = (index: number): string => `typeof v${index}==="object"&&v${index}!==null`;
    const copies = this.keys.map((key, index) => `${key}:${isInner(index)}?inner(v${index}):v${index}`);
    this.#copy = compile(["fields", "inner"], `${values}return{${copies.join(",")}}`);
    const visits = this.keys.map(
      (key, index) => `if(${isInner(index)}&&v${index}!==shared.${key})inner(v${index},shared.${key});`,
    );
    this.#visit = compile(["fields", "shared", "inner"], `${values}${visits.join("")}`);
  }
}

/**
 * What comes a third time is likely to go on. No later: V8 gives each object that was spread a hidden class of its own
 * once it is frozen.
 */
const MADE_AT = 3;
const FIELDS_MOST = 64;
const isName = (key: string): boolean => /^[a-zA-Z][a-zA-Z0-9]{0,63}$/.test(key);

/** Those met so far, by their number of keys, each with the others of that number. */
const shapes: (Shape[] | undefined)[] = [];
const SHAPES_KEPT = 64;

/** The shape of an object that is no array; `guess` is looked at first. */
export function shapeOf(value: object, guess?: Shape): Shape {
  return guess?.isOf(value) === true ? guess : shapeWith(Object.keys(value));
}

function shapeWith(keys: readonly string[]): Shape {
  const known = shapes[keys.length];
  if (known !== undefined)
    for (let index = 0; index < known.length; index += 1) {
      const shape = known[index] as Shape;
      if (shape.has(keys)) return shape;
    }
  const shape = new Shape(keys);
  // Maps by id have a shape each; they are not worth keeping, and must not push the others out.
  if (known === undefined) {
    if (keys.length <= FIELDS_MOST) shapes[keys.length] = [shape];
  } else if (known.length < SHAPES_KEPT) known.push(shape);
  return shape;
}
