/** Values of two dimensions. */
export type Pair = readonly [one: string, a: string, other: string, b: string];

/**
 * Choices of one value for each of several dimensions, such that every pair of values of two dimensions is among them
 * that may stand together. Whatever is chosen for some dimensions must leave a value for each of the others.
 */
export function coveringPairs<T extends Readonly<Record<string, readonly string[]>>>(
  dimensions: T,
  isPossible: (...pair: Pair) => boolean = () => true,
): { readonly [K in keyof T]: string }[] {
  const names = Object.keys(dimensions);
  const inOrder = (one: string, a: string, other: string, b: string): Pair =>
    names.indexOf(one) < names.indexOf(other) ? [one, a, other, b] : [other, b, one, a];
  const missing = new Set(
    names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .flatMap((other) =>
          (dimensions[one] ?? []).flatMap((a) =>
            (dimensions[other] ?? [])
              .filter((b) => isPossible(one, a, other, b))
              .map((b) => JSON.stringify([one, a, other, b])),
          ),
        ),
    ),
  );
  const rows: Record<string, string>[] = [];
  while (missing.size > 0) {
    // Begins with a pair that is missing, and takes for each other dimension the value that makes up most.
    const [one, a, other, b] = JSON.parse([...missing][0] ?? "[]") as [string, string, string, string];
    const row: Record<string, string> = { [one]: a, [other]: b };
    const pairsWith = (name: string, value: string): Pair[] =>
      Object.entries(row)
        .filter(([known]) => known !== name)
        .map(([known, chosen]) => inOrder(known, chosen, name, value));
    for (const name of names) {
      if (row[name] !== undefined) continue;
      const gain = (value: string): number =>
        pairsWith(name, value).filter((pair) => missing.has(JSON.stringify(pair))).length;
      const fitting = (dimensions[name] ?? []).filter((value) =>
        pairsWith(name, value).every((pair) => isPossible(...pair)),
      );
      row[name] = fitting.toSorted((x, y) => gain(y) - gain(x))[0] as string;
    }
    for (const [name, value] of Object.entries(row))
      for (const pair of pairsWith(name, value)) missing.delete(JSON.stringify(pair));
    rows.push(row);
  }
  return rows as { [K in keyof T]: string }[];
}
