/**
 * The text with control characters, line ends and changes of writing direction escaped, so that it can move
 * no cursor.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (char) => `\\u${hex(char)}`);
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
}
