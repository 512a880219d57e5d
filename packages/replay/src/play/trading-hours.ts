import type { MarketEvent } from "@tapefold/core";

/** True for an event that tells when a market trades. */
export function isOfSession({ type }: MarketEvent): boolean {
  return (
    type === "SessionOpened" ||
    type === "SessionPhaseChanged" ||
    type === "SessionClosed" ||
    type === "SessionCancelled"
  );
}

/** Knows which markets trade, as far as the tape has told. */
export class TradingHours {
  readonly #open = new Set<string>();

  /** Begins again with the session events up to some place of the tape. */
  restart(told: readonly MarketEvent[]): void {
    this.#open.clear();
    for (const event of told) this.add(event);
  }

  add(event: MarketEvent): void {
    switch (event.type) {
      case "SessionOpened":
      case "SessionPhaseChanged":
        if (event.phase === "break") this.#open.delete(event.mic);
        else this.#open.add(event.mic);
        break;
      case "SessionClosed":
      case "SessionCancelled":
        this.#open.delete(event.mic);
        break;
      default:
    }
  }

  /** True while no market trades. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }
}
