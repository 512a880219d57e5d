/**
 * The rooms of each package, in the order in which data goes: a file imports only from its own room and from those
 * before it. A room is a folder with all below it, or a file.
 */
export const folderOrder: Readonly<Record<string, readonly string[]>> = {
  core: [
    "errors.ts",
    "exact",
    "plain",
    "tape",
    "rule",
    "state",
    "engine",
    "fold",
    "index.ts",
    "testing/tapes",
    "testing/laws",
    "testing/log-contract",
    "testing",
  ],
  projections: [
    "session",
    "reference",
    "facts.ts",
    "price",
    "admission",
    "guidance",
    "record",
    "streak",
    "index-level",
    "rules.ts",
    "views",
    "fields",
    "causes",
    "claims",
    "article",
    "wrap",
    "index.ts",
    "testing",
  ],
  replay: [
    "disk",
    "tape",
    "fold",
    "store/chunk",
    "store",
    "jsonl",
    "snapshots",
    "nats",
    "open-tape.ts",
    "open-log.ts",
    "follow",
    "spread",
    "play",
    "verify",
    "ask",
    "calendar",
    "import",
    "record",
    "generate",
    "show",
    "report",
    "player",
    "cli",
    "index.ts",
  ],
};

/** An import of one file by another, by their paths below a package's `src`. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** The arrows that lead from a room to one that stands behind it, or to a file that stands in none. */
export function arrowsBack(rooms: readonly string[], arrows: readonly Arrow[]): Arrow[] {
  const places = rooms.map((room, place) => ({ room, place }));
  // The innermost room counts.
  const byDepth = places.toSorted((a, b) => b.room.length - a.room.length);
  const placeOf = (file: string): number =>
    byDepth.find(({ room }) => file === room || file.startsWith(`${room}/`))?.place ?? Infinity;
  return arrows.filter(({ from, to }) => placeOf(to) > placeOf(from) || placeOf(to) === Infinity);
}

/** Files that import each other in a circle; empty if there is none. */
export function circle(arrows: readonly Arrow[]): string[] {
  const targets = new Map<string, Arrow[]>();
  for (const arrow of arrows) targets.set(arrow.from, [...(targets.get(arrow.from) ?? []), arrow]);
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return way.slice(way.indexOf(file));
    if (done.has(file)) return [];
    for (const { to } of targets.get(file) ?? []) {
      const found = walk(to, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of targets.keys()) {
    const found = walk(file, []);
    if (found.length > 0) return found;
  }
  return [];
}
