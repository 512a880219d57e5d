/** How a board looks in the place where it is shown. */
import picocolors from "picocolors";
import type { BoardScope } from "./board-scope.ts";
import { asciiSigns, type Glyphs, signs } from "./glyphs.ts";
import type { Io } from "./io.ts";

/** Colours of up and down: west green and red, east the other way round, Korea red and blue. */
export type ColourOrder = "west" | "east" | "kr";

export const colourOrders: readonly ColourOrder[] = ["west", "east", "kr"];

export type Paint = (text: string) => string;

export interface BoardStyle {
  /** Width to keep to, in columns; names and explanations give way first. */
  readonly columns: number;
  readonly colours: ReturnType<typeof picocolors.createColors>;
  readonly up: Paint;
  readonly down: Paint;
  readonly signs: Glyphs;
  readonly scope: BoardScope;
}

export interface Looks {
  readonly colours?: ColourOrder;
  /** True to use only signs that are one cell wide on every terminal. */
  readonly isAscii?: boolean;
  readonly scope?: BoardScope;
}

/** Off a terminal a board is as wide as it likes. */
export function boardStyle(io: Io, looks: Looks = {}): BoardStyle {
  const { isTerminal, columns, isLively, forcesColour = false } = io;
  const colours = picocolors.createColors(isLively || forcesColour);
  const { green, red, blue } = colours;
  const [up, down] = { west: [green, red], east: [red, green], kr: [red, blue] }[looks.colours ?? "west"] as [
    Paint,
    Paint,
  ];
  return {
    columns: isTerminal ? columns : Infinity,
    colours,
    up,
    down,
    signs: looks.isAscii === true ? asciiSigns : signs,
    scope: looks.scope ?? {},
  };
}
