/** A safe integer above 0 that stands for an id; of a million ids two share one with a chance of one in ten thousand. */
export function idHash(id: string): number {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  // Ids are chosen by the lowest bits, so every unit must move them.
  low = Math.imul(low ^ (low >>> 16), 0x7feb352d);
  low ^= low >>> 15;
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}
