/** Names that come again and again, each as one text, so that a later look-up needn't compare characters. */

/** The text as the engine that runs this keeps the keys of objects: the one copy of it. */
export function keyText(text: string): string {
  const [key = ""] = Object.keys({ [text]: 0 });
  return key;
}

/** More instruments than most markets have; beyond it, names are kept anew. */
const NAMES_KEPT = 16_384;
const names = new Map<string, string>();

/** The one shared text of a name. */
export function internedName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= NAMES_KEPT) names.clear();
  const text = keyText(name);
  names.set(text, text);
  return text;
}
