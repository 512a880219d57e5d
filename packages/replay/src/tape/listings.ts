import type { MarketEvent } from "@tapefold/core";

/** Finds the market of an instrument, as far as the tape has told. */
export class Listings {
  readonly #mics = new Map<string, string>();

  add(event: MarketEvent): void {
    if (event.type === "InstrumentListed") this.#mics.set(event.instrument, event.mic);
  }

  marketOf(instrument: string): string | undefined {
    return this.#mics.get(instrument);
  }

  /** The market that an event is a tick of; undefined for any other event, or if the instrument is not listed. */
  marketOfTick(event: MarketEvent): string | undefined {
    return event.type === "PriceTicked" ? this.#mics.get(event.instrument) : undefined;
  }
}
