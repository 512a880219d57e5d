/** One case of the fuzzing: a real input, damaged, given to a reader. */
import { crc32 } from "node:zlib";
import { MarketError } from "@tapefold/core";
import { drawer, mutated } from "./mutators.ts";

/** A way into the packages for bytes that somebody else wrote. */
export interface Reader {
  readonly name: string;
  /** Real inputs. */
  readonly inputs: readonly Buffer[];
  /**
   * Reads bytes, and gives a text of what it took them for; throws MarketError where it can't take them, and any other
   * error for an answer that is wrong in itself. `input` is the number of the input they were made of.
   */
  readonly read: (bytes: Buffer, input: number) => Promise<string> | string;
  /** True if a checksum stands over all that matters: then what is taken must be one of the inputs. */
  readonly isSealed?: boolean;
  /** Bytes of memory that one case may take; a quarter of a gigabyte if absent. */
  readonly memoryMost?: number;
  readonly close?: () => Promise<void> | void;
}

/** The bytes of a case. */
export function bytesOf({ name, inputs }: Reader, seed: number): { input: number; bytes: Buffer } {
  const draw = drawer(Math.imul(seed + 1, 0x9e3779b1) ^ crc32(name));
  const input = draw(inputs.length);
  const other = inputs[draw(inputs.length)] as Buffer;
  return { input, bytes: mutated(inputs[input] as Buffer, draw, other) };
}

/** Gives the outcome of a case: the code of an error, or `taken`. Throws what must not happen. */
export async function fuzzCase(reader: Reader, seed: number, whole: ReadonlySet<string>): Promise<string> {
  const { input, bytes } = bytesOf(reader, seed);
  let outcome = "taken";
  try {
    const answer = await reader.read(bytes, input);
    if (reader.isSealed === true && !whole.has(answer))
      throw new Error(`another tape, although a checksum stands over it: ${answer.slice(0, 500)}`);
  } catch (error) {
    if (!(error instanceof MarketError)) throw error;
    outcome = error.code;
  }
  mustBeUntouched();
  return outcome;
}

/** The undamaged inputs as they are read. */
export async function wholeAnswers({ inputs, read }: Reader): Promise<ReadonlySet<string>> {
  const answers = new Set<string>();
  for (const [index, input] of inputs.entries()) {
    try {
      answers.add(await read(input, index));
    } catch (error) {
      // Real messages of a vendor are not all trades.
      if (!(error instanceof MarketError)) throw error;
    }
  }
  return answers;
}

/** Objects that everything inherits from. */
const shared = [Object, Array, Map, Set, String, Number, Function, Promise, RegExp, Error, Buffer].flatMap(
  (of) => [of as object, of.prototype as object],
);
const keysOf = (one: object): string =>
  Reflect.ownKeys(one)
    .map((key) => {
      const { value, get } = Reflect.getOwnPropertyDescriptor(one, key) ?? {};
      return `${String(key)} ${typeof value} ${typeof get}`;
    })
    .join();
const untouched = shared.map(keysOf);
const values = shared.map((one) => new Map(Reflect.ownKeys(one).map((key) => [key, valueOf(one, key)])));

function valueOf(one: object, key: PropertyKey): unknown {
  const { value, get } = Reflect.getOwnPropertyDescriptor(one, key) ?? {};
  return get ?? (value as unknown);
}

/** The quick look is at the keys that a hostile name reaches; `isWhole` compares every property of every intrinsic. */
export function mustBeUntouched(isWhole = false): void {
  if (Object.keys(Object.prototype).length > 0 || Reflect.ownKeys(Object.prototype).length !== objectKeys)
    throw new Error(`a changed prototype: ${Object.keys(Object.prototype).join()}`);
  if (!isWhole) return;
  for (const [index, one] of shared.entries()) {
    const isSame = [...(values[index] ?? [])].every(([key, value]) => Object.is(valueOf(one, key), value));
    if (!isSame || keysOf(one) !== untouched[index]) throw new Error(`a changed intrinsic: ${keysOf(one)}`);
  }
}

const objectKeys = Reflect.ownKeys(Object.prototype).length;
