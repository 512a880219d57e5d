/** Makes HTML of templates. Every inserted value is escaped, unless it is markup of another template. */
import { printable } from "../show/printable.ts";

/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | readonly Part[];

/** A template; inserted strings are safe in text and between the quotes of an attribute, null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  // The layout of a template in its source file is left out of the page.
  return new Markup(
    parts.map((part, at) => part.replace(/\n\s*/g, "\n") + textOf(values[at] ?? null)).join(""),
  );
}

/**
 * A text from a tape as it may be seen: characters that are invisible or turn the writing direction are spelt
 * out.
 */
export function visible(text: string): string {
  return printable(text).replace(INVISIBLE, (char) => `\\u${char.codePointAt(0)?.toString(16)}`);
}

/** Characters that are not assigned, for private use, or drawn as nothing at all. */
const INVISIBLE = /\p{Cn}|\p{Co}|\p{Default_Ignorable_Code_Point}/gu;

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return visible(String(part)).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
