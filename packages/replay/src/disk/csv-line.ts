/** One line of CSV. What a spreadsheet would run as a formula is made text by an apostrophe in front; numbers stay. */

export function csvLine(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${values.map((value) => (value === null || value === undefined ? "" : csvCell(String(value)))).join(",")}\n`;
}

export function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
