/** Most characters of an event's own fields. */
const CHARACTERS_MAX = 160;

/** An event's own fields in words: "mic XTKS, date 2026-02-10, closes (5803 22050, 6857 27830)". */
export function eventFields(fields: object): string {
  const text = fieldWords(fields);
  return text.length <= CHARACTERS_MAX ? text : `${text.slice(0, CHARACTERS_MAX - 1)}…`;
}

function fieldWords(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${valueWords(value)}`)
    .join(", ");
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(valueWords).join("; ")})`;
  return typeof value === "object" && value !== null
    ? `(${fieldWords(value)})`
    : String(value as string | number | boolean | null);
}
