/** Signs of the board, and substitutes for terminals that draw them two cells wide. */
import type { InstrumentState } from "@tapefold/projections";

export interface Glyphs {
  readonly up: string;
  readonly down: string;
  readonly flat: string;
  readonly phases: Readonly<Record<InstrumentState["phase"], string>>;
  /** Stands where text was cut off. */
  readonly cut: string;
  /** From low to high. */
  readonly spark: readonly string[];
}

export const signs: Glyphs = {
  up: "▲",
  down: "▼",
  flat: "•",
  phases: { pre: "○", open: "●", auction: "●", break: "◐", halted: "‖", closed: "■" },
  cut: "…",
  spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

export const asciiSigns: Glyphs = {
  up: "^",
  down: "v",
  flat: "=",
  phases: { pre: ".", open: "o", auction: "o", break: "-", halted: "H", closed: "#" },
  cut: "~",
  spark: ["_", ".", "-", "=", "+", "*", "%", "#"],
};
