/**
 * Charts as SVG text, drawn by Observable Plot on a document that only exists for it. Loaded when a report is
 * made.
 */
import type * as Plot from "@observablehq/plot";
import type { Markish, TextOptions } from "@observablehq/plot";
import { Markup, visible } from "./markup.ts";

export type PlotMarks = typeof Plot;

export interface Plotter {
  readonly marks: PlotMarks;
  /** The drawing, with a title that says it in words. */
  readonly draw: (frame: Frame, title: string) => Markup;
  /** A text at a place, made safe to see; Plot escapes markup. */
  readonly word: (x: number, y: number, text: string, options: TextOptions) => Markish;
}

/** Horizontal places are pixels; vertical places are values. */
export interface Frame {
  readonly height: number;
  /** Pixels where the greatest and the least value lie; the edges if absent. */
  readonly top?: number;
  readonly bottom?: number;
  readonly domain: readonly [number, number];
  /** Values grow downwards. */
  readonly isDown?: true;
  readonly marks: readonly Markish[];
}

/** Width of every chart in pixels: readable on a phone, two beside each other on paper. */
export const CHART_WIDTH = 352;

export async function loadPlotter(): Promise<Plotter> {
  const [marks, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const draw: Plotter["draw"] = (
    { height, top = 0, bottom = height, domain, isDown, marks: drawn },
    title,
  ) => {
    const svg = marks.plot({
      document: document as never,
      width: CHART_WIDTH,
      height,
      margin: 0,
      x: { type: "linear", domain: [0, CHART_WIDTH], range: [0, CHART_WIDTH], axis: null },
      y: { type: "linear", domain, range: isDown ? [top, bottom] : [bottom, top], axis: null },
      marks: [...drawn],
    });
    // The page's own style covers all charts, and its policy lets no other style in.
    for (const style of svg.querySelectorAll("style")) style.remove();
    for (const labelled of svg.querySelectorAll("[aria-label]")) labelled.removeAttribute("aria-label");
    for (const hidden of svg.querySelectorAll("[aria-hidden]")) hidden.removeAttribute("aria-hidden");
    svg.setAttribute("class", "chart");
    svg.setAttribute("role", "img");
    // A title of HTML would be written without escapes.
    const said = document.createElementNS("http://www.w3.org/2000/svg", "title");
    said.textContent = visible(title);
    svg.prepend(said as never);
    return new Markup(rounded(svg.outerHTML));
  };
  const word: Plotter["word"] = (x, y, text, options) =>
    marks.text([{ x, y }], { x: "x", y: "y", text: () => visible(text), fontSize: 9.5, ...options });
  return { marks, draw, word };
}

/** Rounds to a tenth of a pixel, as fine as anybody sees. */
function rounded(svg: string): string {
  return svg.replace(/(?<= (?:d|transform|[xy][12]?|c[xy]|r|width|height)=")[^"]+(?=")/g, (numbers) =>
    numbers.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10)),
  );
}
