/** A line of prices in one row of text: one sign a cell, from the lowest to the highest of them. */

/** Null values are cells without a known price. */
export function sparkline(values: readonly (number | null)[], signs: readonly string[]): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const top = signs.length - 1;
  return values
    .map((value) => {
      if (value === null) return " ";
      return signs[high === low ? 0 : Math.round(((value - low) / (high - low)) * top)] ?? "";
    })
    .join("");
}
