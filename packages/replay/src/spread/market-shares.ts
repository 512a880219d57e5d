/** The worker of each market, the same for all markets of a group. */
import { MarketGroups } from "./market-groups.ts";
import { shareOut } from "./share-out.ts";

export class MarketShares {
  readonly groups = new MarketGroups();
  /** Ticks of each worker since it was begun. */
  loads: number[];
  #workers = new Map<string, number>();
  /** Ticks of each market seen so far. */
  readonly #ticks = new Map<string, number>();

  constructor(workers: number) {
    this.loads = Array.from({ length: workers }, () => 0);
  }

  /** The worker of a market's ticks, so many more of which are given to it. */
  workerOf(mic: string, ticks: number): number {
    let worker = this.#workers.get(mic);
    if (worker === undefined) {
      const group = this.groups.groupOf(mic);
      const mate = [...this.#workers].find(([other]) => this.groups.groupOf(other) === group);
      worker = mate?.[1] ?? this.loads.indexOf(Math.min(...this.loads));
      this.#workers.set(mic, worker);
    }
    this.loads[worker] = (this.loads[worker] ?? 0) + ticks;
    this.#ticks.set(mic, (this.#ticks.get(mic) ?? 0) + ticks);
    return worker;
  }

  /** True if markets of one group have two workers: the group was only found out meanwhile. */
  get isTorn(): boolean {
    const workers = new Map<string, number>();
    return [...this.#workers].some(([mic, worker]) => {
      const group = this.groups.groupOf(mic);
      const other = workers.get(group) ?? worker;
      workers.set(group, other);
      return other !== worker;
    });
  }

  /** Shares the markets out anew, by all that is known of their groups and sizes. */
  again(): void {
    const weights = new Map<string, number>();
    for (const [mic, ticks] of this.#ticks) {
      const group = this.groups.groupOf(mic);
      weights.set(group, (weights.get(group) ?? 0) + ticks);
    }
    const shares = shareOut(weights, this.loads.length);
    this.#workers = new Map(
      [...this.#ticks.keys()].map((mic) => [mic, shares.get(this.groups.groupOf(mic)) ?? 0]),
    );
    this.#ticks.clear();
    this.loads = this.loads.map(() => 0);
  }
}
