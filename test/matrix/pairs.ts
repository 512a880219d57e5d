/** Choices of one value for each of several dimensions, such that every pair of values of two dimensions is among them. */
export function coveringPairs<T extends Readonly<Record<string, readonly string[]>>>(
  dimensions: T,
): { readonly [K in keyof T]: string }[] {
  const names = Object.keys(dimensions);
  const pairOf = (one: string, a: string, other: string, b: string): string =>
    JSON.stringify([one, a, other, b]);
  const missing = new Set(
    names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .flatMap((other) =>
          (dimensions[one] ?? []).flatMap((a) =>
            (dimensions[other] ?? []).map((b) => pairOf(one, a, other, b)),
          ),
        ),
    ),
  );
  const rows: Record<string, string>[] = [];
  while (missing.size > 0) {
    // Begins with a pair that is missing, and takes for each other dimension the value that makes up most.
    const [one, a, other, b] = JSON.parse([...missing][0] ?? "[]") as [string, string, string, string];
    const row: Record<string, string> = { [one]: a, [other]: b };
    const pairsWith = (name: string, value: string): string[] =>
      names
        .filter((known) => known !== name && row[known] !== undefined)
        .map((known) =>
          names.indexOf(known) < names.indexOf(name)
            ? pairOf(known, row[known] ?? "", name, value)
            : pairOf(name, value, known, row[known] ?? ""),
        );
    for (const name of names) {
      if (row[name] !== undefined) continue;
      const gain = (value: string): number =>
        pairsWith(name, value).filter((pair) => missing.has(pair)).length;
      row[name] = (dimensions[name] ?? []).toSorted((x, y) => gain(y) - gain(x))[0] ?? "";
    }
    for (const [name, value] of Object.entries(row))
      for (const pair of pairsWith(name, value)) missing.delete(pair);
    rows.push(row);
  }
  return rows as { [K in keyof T]: string }[];
}
