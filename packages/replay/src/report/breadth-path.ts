/**
 * Counts the members of a derived index that were up and down in its session: once for each column of time.
 */
import { defineProjection, type Projection } from "@tapefold/core";
import { attribution, indexDefinition, listing, marketRules, currentSession } from "@tapefold/projections";
import { addColumn, type Column, type TimeColumns } from "../show/time-columns.ts";

type Breadth = ReturnType<typeof attribution>["breadth"];

export interface BreadthPath extends TimeColumns<BreadthColumn> {
  /** End of the column counted last. */
  until: number;
}

export type BreadthColumn = Column & { -readonly [count in keyof Breadth]: Breadth[count] };

/** Width of columns at first, in microseconds; counting all members is expensive. */
const WIDTH = 60_000_000;

/** A rule to be folded beside the market's; one document for each index, of its last session. */
export const breadthPath: Projection<BreadthPath> = defineProjection<BreadthPath>({
  name: "breadth-path",
  version: 1,
  needs: [...marketRules],
  key: {
    InstrumentOpened: ({ instrument }, read) => derived(read(indexDefinition, instrument).mode, instrument),
    InstrumentTicked: ({ instrument }, read) => derived(read(indexDefinition, instrument).mode, instrument),
  },
  initial: { from: 0, width: WIDTH, columns: [], until: 0 },
  on: {
    InstrumentOpened: (path, { instrument }, { read }) => {
      const { openedAt } = read(currentSession, read(listing, instrument).mic);
      Object.assign(path, { from: openedAt, width: WIDTH, columns: [], until: openedAt });
    },
    InstrumentTicked: (path, { instrument }, context) => {
      if (context.at < path.until) return;
      addColumn(path, context.at, { column: 0, ...attribution(context, instrument).breadth }, keepLater);
      path.until = path.from + ((path.columns.at(-1)?.column ?? 0) + 1) * path.width;
    },
  },
});

function derived(mode: "quoted" | "derived", instrument: string): string | null {
  return mode === "derived" ? instrument : null;
}

export function keepLater(earlier: BreadthColumn, later: BreadthColumn): void {
  const { column } = earlier;
  Object.assign(earlier, later, { column });
}
