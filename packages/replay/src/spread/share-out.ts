/**
 * Shares groups out over workers: the largest first, each to the worker that has least. No worker gets more than the mean
 * and its last group; a group is never divided.
 */
export function shareOut(weights: ReadonlyMap<string, number>, workers: number): Map<string, number> {
  const loads = Array.from({ length: workers }, () => 0);
  const shares = new Map<string, number>();
  const bySize = [...weights].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  for (const [group, weight] of bySize) {
    const worker = loads.indexOf(Math.min(...loads));
    loads[worker] = (loads[worker] ?? 0) + weight;
    shares.set(group, worker);
  }
  return shares;
}
