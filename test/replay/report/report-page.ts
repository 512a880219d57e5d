/** A report as its readers meet it: the page, parsed. */
import { parseHTML } from "linkedom";
import { openTape, sessionReport } from "@tapefold/replay";

type ReportOptions = NonNullable<Parameters<typeof sessionReport>[1]>;

/** As much of a page's elements as the tests look at. */
export interface Element {
  readonly id: string;
  readonly textContent: string;
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

export async function sessionPage(path: string, options: Partial<ReportOptions> = {}) {
  const { html, fault } = await sessionReport(openTape(path), {
    asOf: { instant: Infinity },
    colours: "west",
    ...options,
  });
  return { html, fault, document: parsed(html) };
}

export function parsed(html: string): Element {
  return parseHTML(html).document as unknown as Element;
}

/** Its text, white space as a reader sees it. */
export function textOf(element: Element | null): string {
  return (element?.textContent ?? "").replaceAll(/\s+/g, " ").trim();
}

/** The rows of the table in an element, cell by cell, without the heading. */
export function tableOf(element: Element): string[][] {
  return [...element.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("th,td")].map(textOf),
  );
}

export function withCommas(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const text = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return (fraction === undefined ? text : `${text}.${fraction}`).replace("-", "−");
}

/** With a sign where there is something to sign. */
export function withSign(decimal: string): string {
  return Number(decimal) > 0 ? `+${withCommas(decimal)}` : withCommas(decimal);
}
