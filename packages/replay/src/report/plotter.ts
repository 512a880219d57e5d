/** Charts as SVG text, drawn by Observable Plot on a document that only exists for it. Loaded when a report is made. */
import type { PlotOptions } from "@observablehq/plot";
import { Markup, visible } from "./markup.ts";

export type PlotMarks = typeof import("@observablehq/plot");

export interface Plotter {
  readonly marks: PlotMarks;
  /** The drawing with a title that says it in words. Texts in it are escaped. */
  draw(options: PlotOptions, title: string): Markup;
}

/** Width of every chart in pixels: readable on a phone, two beside each other on paper. */
export const CHART_WIDTH = 352;

export async function loadPlotter(): Promise<Plotter> {
  const [marks, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const draw: Plotter["draw"] = (options, title) => {
    const svg = marks.plot({ ...options, width: CHART_WIDTH, document: document as never });
    // The page's own style says the same once for all charts, and the page's policy lets no other style in.
    for (const style of svg.querySelectorAll("style")) style.remove();
    for (const labelled of svg.querySelectorAll("[aria-label]")) labelled.removeAttribute("aria-label");
    for (const hidden of svg.querySelectorAll("[aria-hidden]")) hidden.removeAttribute("aria-hidden");
    svg.setAttribute("class", "chart");
    svg.setAttribute("role", "img");
    const said = document.createElement("title");
    said.textContent = visible(title);
    svg.prepend(said as never);
    return new Markup(rounded(svg.outerHTML));
  };
  return { marks, draw };
}

/** A tenth of a pixel is as fine as anybody sees. */
function rounded(svg: string): string {
  return svg.replace(/(?<= (?:d|transform|[xy][12]?|c[xy]|r|width|height)=")[^"]+(?=")/g, (numbers) =>
    numbers.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10)),
  );
}

/** A text of a chart, made safe to see; Plot escapes what is markup. */
export function label(text: string): string {
  return visible(text);
}
