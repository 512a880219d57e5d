/**
 * What may name an instrument: printable ASCII but what divides paths, lists and texts of JSON, CSV and HTML, and not
 * beginning as a number, a formula or a hidden name does. So `M&M`, `GC=F` and `BRK/B` are ids as their markets write them.
 */
export const INSTRUMENT_ID = /^(?![_.+=@-])[!#-&(-+\x2d-;=?-Z^-z|~]{1,64}$/;

/** True of a text that may name an instrument on a tape. */
export function isInstrumentId(text: string): boolean {
  return INSTRUMENT_ID.test(text);
}
