/**
 * One line of CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay
 * as they are.
 */

export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${values.map((value) => (value === null || value === undefined ? "" : csvCell(String(value)))).join(",")}\n`;
}

function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
