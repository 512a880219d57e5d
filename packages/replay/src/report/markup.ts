/** HTML made of templates. Whatever is put into one is escaped, unless it is markup of another. */
import { printable } from "../show/error-line.ts";

/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | readonly Part[];

/** A template; strings put into it may stand in text and between the quotes of an attribute, null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(parts.map((part, at) => part + textOf(values[at] ?? null)).join(""));
}

/** A text from a tape as it may be seen: what is invisible or turns the writing direction is spelt out. */
export function visible(text: string): string {
  return printable(text).replace(INVISIBLE, (char) => `\\u${char.codePointAt(0)?.toString(16)}`);
}

/** Not assigned, for private use, or drawn as nothing at all. */
const INVISIBLE =
  /[\p{Cn}\p{Co}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return visible(String(part)).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
