/**
 * An instrument's id is printable ASCII without the characters that divide paths, lists and texts of JSON, CSV and
 * HTML, and does not begin as a number, a formula or a hidden name does. So `M&M`, `GC=F` and `BRK/B` are valid ids.
 */
export const INSTRUMENT_ID = /^(?![_.+=@-])[!#-&(-+\x2d-;=?-Z^-z|~]{1,64}$/;

/** True if the text is a valid id of an instrument. */
export function isInstrumentId(text: string): boolean {
  return INSTRUMENT_ID.test(text);
}
