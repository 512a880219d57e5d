/** Ranks of the rows of a list, largest first: of an index's members, of sectors, of any rows with a number. */
import { compareFractions, type Fraction, toFraction } from "@tapefold/core";
import { UNCLASSIFIED } from "../views/shares.ts";
import { attribution } from "../index-level/attribution.ts";
import { type Found, scalarText, type StateView } from "../fields/state-view.ts";
import type { Location } from "../fields/field-path.ts";

export interface Rank {
  /** Rank from 1; null for a member or row without a sector, and for a value that isn't above zero. */
  readonly rank: number | null;
  /** Number of rows that can be ranked, whatever their value. */
  readonly total: number;
}

/** The rank of the row that a path picked, by the field it leads to. */
export function rankOf(view: StateView, { picked, location }: Found): Rank {
  const key = String(location.at(-1));
  if (picked === null || location.length !== picked.location.length + 2) return { rank: null, total: 0 };
  const { rows, at } = picked;
  const rankable = rankableRows(view, picked);
  const values = rows.map((row, index) => valueOf(view, [...picked.location, index, key], row[key]));
  const mine = values[at];
  const total = rankable.filter(Boolean).length;
  if (mine === undefined || mine === null || rankable[at] !== true || mine.numerator <= 0n)
    return { rank: null, total };
  // The earlier of two equal rows comes first: the lists of the state are in exact order, ties by id.
  const isBefore = (value: Fraction | null, index: number): boolean => {
    if (value === null || rankable[index] !== true) return false;
    const order = key === "points" ? at - index : compareFractions(value, mine) || at - index;
    return order > 0;
  };
  return { rank: values.filter(isBefore).length + 1, total };
}

/** For each row, true if it can be ranked; a member without a sector, such as one for all other members, can't. */
function rankableRows(
  view: StateView,
  { location, rows, at }: NonNullable<Found["picked"]>,
): readonly boolean[] {
  const [root, index, group, list] = location;
  // Sectors are ranked within their market.
  if (root === "sectors")
    return rows.map(({ mic, sector }) => mic === rows[at]?.["mic"] && sector !== UNCLASSIFIED);
  if (root !== "instruments" || group !== "index") return rows.map(() => true);
  const { contributions, sectors } = attribution(view, String(index));
  return (list === "sectors" ? sectors : contributions).map(({ sector }) => sector !== null);
}

function valueOf(view: StateView, location: Location, shown: unknown): Fraction | null {
  const text = scalarText(shown);
  return view.exactPercent(location) ?? (text === "" ? null : toFraction(text));
}
