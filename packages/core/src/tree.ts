/** Trees of plain values, which is what a document is: frozen, and copied. */

/** Freezes a tree of plain values, stopping at what is frozen already. */
export function freezeTree(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freezeTree(inner);
}

/** A copy that shares nothing with the original. */
export function copyTree<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyTree) as T;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const key of Object.keys(copy)) {
    const inner = copy[key];
    if (typeof inner === "object" && inner !== null) copy[key] = copyTree(inner);
  }
  return copy as T;
}
