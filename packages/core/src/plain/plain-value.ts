/** Trees of plain values, such as documents: freezing, copying and comparing them. */

/**
 * Freezes a tree of plain values. It leaves out objects that are frozen already, and objects that `shared`, a tree frozen
 * inside, has in the same place.
 */
export function freezeTree(value: unknown, shared?: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  freezeInner(value, typeof shared === "object" && shared !== null ? shared : NOTHING);
}

/** Freezes the inner objects of a frozen object, except those that `shared` has in the same place. */
export function freezeInner(value: object, shared: object): void {
  if (Array.isArray(value)) {
    const others: unknown[] = Array.isArray(shared) ? shared : [];
    for (let index = 0; index < value.length; index += 1)
      if (value[index] !== others[index]) freezeTree(value[index], others[index]);
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const other = (shared as Record<string, unknown>)[key];
    if (fields[key] !== other) freezeTree(fields[key], other);
  }
}

const NOTHING = {};

/** A copy that shares nothing with the original. */
export function copyTree<T>(value: T): T {
  return typeof value === "object" && value !== null ? (copyObject(value) as T) : value;
}

function copyObject(value: object): object {
  if (Array.isArray(value)) return value.map(copyTree);
  const copy: Record<string, unknown> = { ...value };
  for (const key of Object.keys(copy)) {
    const inner = copy[key];
    if (typeof inner === "object" && inner !== null) copy[key] = copyObject(inner);
  }
  return copy;
}

/** True for trees of the same plain values, whatever the order of their keys. */
export function isSameTree(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(other, key)) return false;
    if (!isSameTree((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
      return false;
  }
  return true;
}

/** False for a `Date`, a `Map` and the like, whose contents are not in their fields. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
