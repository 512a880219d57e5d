/** The make-up of an index and its members' contributions, as texts. */
import { formatUnits, type Read } from "@tapefold/core";
import { attribution, type Breadth } from "../index-level/attribution.ts";
import { isDerived } from "../reference/index-definition.ts";
import { indexWeights } from "../index-level/index-weights.ts";
import { decimalText, percent } from "../price/price-text.ts";
import { UNCLASSIFIED } from "./shares.ts";

/** The make-up of an index; a quoted one has no members. */
export interface IndexState {
  readonly mode: "quoted" | "derived";
  readonly divisor: string | null;
  readonly members: number;
  readonly contributions: readonly {
    readonly instrument: string;
    readonly points: string;
    readonly share: string | null;
  }[];
  readonly residual: string | null;
  readonly sectors: readonly { readonly sector: string; readonly points: string }[];
  readonly breadth: Breadth;
}

const QUOTED: IndexState = {
  mode: "quoted",
  divisor: null,
  members: 0,
  contributions: [],
  residual: null,
  sectors: [],
  breadth: { advancers: 0, decliners: 0, unchanged: 0, untraded: 0 },
};

export function indexState(read: Read, index: string, scale: number): IndexState {
  if (!isDerived(read, index)) return QUOTED;
  const { coefficients, divisor, divisorScale } = read(indexWeights, index);
  const { contributions, residual, sectors, breadth } = attribution({ read }, index);
  return {
    mode: "derived",
    divisor: formatUnits(divisor, divisorScale),
    members: Object.keys(coefficients).length,
    contributions: contributions.map(({ instrument, points, share }) => ({
      instrument,
      points: formatUnits(points, scale),
      share: share === null ? null : percent(share),
    })),
    residual: residual === null ? null : decimalText(residual, scale),
    sectors: sectors.map(({ sector, points }) => ({
      sector: sector ?? UNCLASSIFIED,
      points: formatUnits(points, scale),
    })),
    breadth,
  };
}
