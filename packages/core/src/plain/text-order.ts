/** Compares texts by code unit, whatever the locale: below zero if `a` comes first, zero if both are equal. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
