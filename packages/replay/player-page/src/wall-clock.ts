/** Times of day at an exchange; UTC if its zone is unknown, as a market's zone is free text. */
export function wallClock(zone: string): {
  readonly name: string;
  readonly time: (second: number) => string;
} {
  const format = formatOf(zone);
  const name = format === undefined ? "UTC" : (zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone);
  const used = format ?? formatOf("UTC");
  return { name, time: (second) => used?.format(second * 1000) ?? "" };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  } catch {
    return undefined;
  }
}
