/** Compares texts by code unit: below zero if `a` comes first, zero if both are equal. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
