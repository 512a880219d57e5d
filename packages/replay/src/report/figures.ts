/** Figures in the words of a report: a minus sign, thousands apart, direction by shape as well as by colour. */
import { grouped } from "@tapefold/projections";
import { percent, signed } from "../show/board-words.ts";
import { signs } from "../show/glyphs.ts";
import { html, type Markup } from "./markup.ts";

export type Direction = "up" | "down" | "flat";

export function directionOf(change: string | number | null): Direction {
  const value = Number(change ?? 0);
  return value > 0 ? "up" : value < 0 ? "down" : "flat";
}

/** "57,885.77". */
export function level(decimal: string): string {
  return withMinus(grouped(decimal));
}

/** "+1,521.83", "−8.50". */
export function change(decimal: string): string {
  return withMinus(signed(decimal));
}

/** "+2.70 %". */
export function percentage(decimal: string): string {
  return withMinus(percent(decimal)).replace(" %", "\u00a0%");
}

/** The text with its glyph, in the colour of its direction. */
export function directed(decimal: string | null, text: string): Markup {
  const direction = directionOf(decimal);
  return html`<span class="${direction}">${signs[direction]} ${text}</span>`;
}

/** A signed number of sessions: "▲ 3". */
export function streakText(streak: number): string {
  return `${signs[directionOf(streak)]} ${Math.abs(streak)}`;
}

function withMinus(text: string): string {
  return text.replace(/^-/, "−");
}
