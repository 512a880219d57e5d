/** Keys of a terminal, as they are typed: one name each, whatever bytes it sends. */

const ESCAPES: Readonly<Record<string, string>> = {
  "\u001b[A": "up",
  "\u001b[B": "down",
  "\u001b[C": "right",
  "\u001b[D": "left",
  "\u001bOA": "up",
  "\u001bOB": "down",
  "\u001bOC": "right",
  "\u001bOD": "left",
  "\r": "enter",
  "\n": "enter",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u0003": "interrupt",
  "\u001b": "escape",
};

/** The keys in what was typed: `right`, `enter`, … or the character itself. */
export function* keysOf(typed: string): Generator<string> {
  // oxlint-disable-next-line no-control-regex -- keys are control characters
  for (const [sequence] of typed.matchAll(/\u001b(?:\[[\d;]*[A-Za-z~]|O[A-Za-z])|[^]/gu))
    yield ESCAPES[sequence] ?? sequence;
}
