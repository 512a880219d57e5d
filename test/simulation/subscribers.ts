/** Three subscribers of one followed tape: one that takes what comes, one that is slow, one that leaves and comes back. */
import { canonicalText, MarketError, type MarketEvent, type Recorded } from "@tapefold/core";
import { follow } from "@tapefold/replay";
import { type World, world } from "./world.ts";

/** The heads that the subscribers have come to, by name. */
export type Heads = Map<string, number>;

/**
 * Follows the tape until one of the three is told a fault; each subscription must be given every position once, in
 * order, as it is on the tape.
 */
export async function subscribers(
  tape: string,
  expected: readonly MarketEvent[],
  heads: Heads,
): Promise<void> {
  const followed = follow(tape, { window: 4 });
  heads.clear();
  const taker = (name: string): ((batch: readonly Recorded[]) => void) => {
    let next = 1;
    heads.set(name, 0);
    return (batch) => {
      for (const { position, event } of batch) {
        const should = expected[position - 1];
        if (position !== next || should === undefined || canonicalText(event) !== canonicalText(should))
          throw new Error(
            `${name} is given position ${position} (${event.id}) where ${next} (${should?.id}) is next`,
          );
        next += 1;
      }
      heads.set(name, next - 1);
    };
  };
  const { chance } = world();
  const quick = new Promise<void>((resolve, reject) => {
    followed.subscribe({ next: guarded(world(), taker("quick")), error: reject, complete: resolve });
  });
  const slowly = async (): Promise<void> => {
    const take = taker("slow");
    for await (const batch of followed) {
      take(batch);
      await pause(chance.below(400));
    }
  };
  const leaving = async (): Promise<void> => {
    for (;;) {
      const take = taker("leaving");
      let left = 1 + chance.below(8);
      for await (const batch of followed) {
        take(batch);
        // It stays once nothing goes wrong any more.
        if (world().isCalm) continue;
        if ((left -= 1) === 0) break;
      }
      await pause(chance.below(100));
    }
  };
  try {
    await Promise.race([quick, slowly(), leaving()]);
  } catch (error) {
    // Told, and begun anew: the tape isn't there yet, or what was read of it was taken back.
    if (!(error instanceof MarketError) || !TOLD.has(error.code)) throw error;
    world().count(`a follower is told ${error.code}`);
  }
}

const TOLD = new Set(["LOG_NOT_FOUND", "LOG_DAMAGED", "LOG_UNREADABLE"]);

/** A subscriber's error is a failure of the run, and not of the tape. */
function guarded<T>(of: World, take: (value: T) => void): (value: T) => void {
  return (value) => {
    try {
      take(value);
    } catch (error) {
      of.failures.push(error);
    }
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void world().timer(resolve, ms));
}
