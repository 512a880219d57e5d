/** The content of the board and of `--json` for a folded tape. */
import type { FoldedTape } from "../fold/fold-tape.ts";
import type { SessionLines } from "./session-lines.ts";
import { listing, market, marketList, marketState, type MarketState } from "@tapefold/projections";

/** The document of `replay --json`: the market's state, and where the tape ends. */
export type TapeState = MarketState & { readonly tape: MarketState["tape"] & { readonly head: number } };

export interface Board {
  /** Name of the tape. */
  readonly name: string;
  readonly state: TapeState;
  /** In order of listing of their markets. */
  readonly instruments: readonly ListedInstrument[];
  /** Name of the first listed instrument of an issuer. */
  readonly issuerNameOf: ReadonlyMap<string, string>;
  /** How long folding took. */
  readonly elapsedMs: number;
  /** Prices of an index's session, `count` of them, first to last; empty if nobody looked. */
  readonly line: (id: string, count: number) => readonly (number | null)[];
}

export interface ListedInstrument {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

/** A folded state, and where its tape ends. */
export type Folded = Pick<FoldedTape, "state" | "head">;

function tapeState({ state, head }: Folded): TapeState {
  const shown = marketState(state);
  return { ...shown, tape: { ...shown.tape, head } };
}

export function boardOf(name: string, folded: Folded, elapsedMs: number, lines?: SessionLines): Board {
  const { state } = folded;
  const instruments: ListedInstrument[] = [];
  const issuerNameOf = new Map<string, string>();
  for (const mic of state.read(marketList, "all").mics) {
    const { region, instruments: ids } = state.read(market, mic);
    for (const id of ids) {
      const { now } = state.read(listing, id);
      instruments.push({ id, name: now.name, region });
      if (now.issuer !== null && !issuerNameOf.has(now.issuer)) issuerNameOf.set(now.issuer, now.name);
    }
  }
  const line: Board["line"] = (id, count) => lines?.cells(id, count) ?? [];
  return { name, state: tapeState(folded), instruments, issuerNameOf, elapsedMs, line };
}
