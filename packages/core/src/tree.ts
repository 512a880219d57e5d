/** Trees of plain values, which is what a document is: frozen, and copied. Both are most of what a hand-out costs. */

/** Freezes a tree of plain values, stopping at what is frozen already. */
export function freezeTree(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) freezeTree(value[index]);
    return;
  }
  const fields = value as Record<string, unknown>;
  // A plain object inherits nothing that is listed, and a list of its keys would cost as much again.
  for (const key in fields) {
    const inner = fields[key];
    if (typeof inner === "object" && inner !== null) freezeTree(inner);
  }
}

/** A copy that shares nothing with the original. */
export function copyTree<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyTree) as T;
  const copy = { ...(value as Record<string, unknown>) };
  for (const key in copy) {
    const inner = copy[key];
    if (typeof inner === "object" && inner !== null) copy[key] = copyTree(inner);
  }
  return copy as T;
}
