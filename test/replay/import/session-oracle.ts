/** The answer of `sessions` on a daily history, from the rows alone, by numbers and without any of the rules' code. */

export type SessionText = Record<
  "date" | "open" | "high" | "low" | "close" | "change" | "streak" | "recordClose" | "recordHigh",
  string
>;

/** Lines with a header as rows by column; of a name in capitals also by it in small letters. */
export function table(lines: readonly string[]): SessionText[] {
  const [header = "", ...rows] = lines;
  const names = header.replace(/^\uFEFF/, "").split(",");
  return rows.map((row) => {
    const fields = row.split(",");
    const both = names.flatMap((name, place) => [
      [name.toLowerCase(), fields[place] ?? ""],
      [name, fields[place] ?? ""],
    ]);
    return Object.fromEntries(both) as SessionText;
  });
}

/** The sessions of a history with the columns date, open, high, low, close; rows without a close are none. */
export function sessionOracle(lines: readonly string[]): SessionText[] {
  let [streak, topClose, topHigh] = [0, 0, 0];
  let before: number | undefined;
  return table(lines)
    .filter(({ close }) => Number(close) > 0)
    .map(({ date, open, high, low, close }) => {
      const prices = [open, low, high, close].map(Number).filter((price) => price > 0);
      const [last, top, bottom] = [Number(close), Math.max(...prices), Math.min(...prices)];
      const change = before === undefined ? undefined : last - before;
      const sign = Math.sign(change ?? 0);
      streak = sign === 0 ? 0 : Math.sign(streak) === sign ? streak + sign : sign;
      const records = { recordClose: last > topClose ? "1" : "0", recordHigh: top > topHigh ? "1" : "0" };
      topClose = Math.max(topClose, last);
      topHigh = Math.max(topHigh, top);
      before = last;
      // Without an open the first tick is the low where the bar has one, else the high, else the close.
      const first = [open, low, high, close].find((price) => Number(price) > 0) ?? "";
      return {
        date: date.slice(0, 10),
        open: first,
        high: String(top),
        low: String(bottom),
        close,
        change: change === undefined ? "" : String(change),
        streak: String(streak),
        ...records,
      };
    });
}

/** Rows in which the two are the same: prices and changes to a millionth, the rest to the letter. */
export function rowsEqual(sessions: readonly SessionText[], expected: readonly SessionText[]): number {
  return expected.filter((other, row) => isSame(sessions[row], other)).length;
}

/** The first row in which they are not; undefined where there is none. */
export function firstDifference(sessions: readonly SessionText[], expected: readonly SessionText[]): unknown {
  if (sessions.length !== expected.length) return `${sessions.length} sessions, expected ${expected.length}`;
  const row = expected.findIndex((other, index) => !isSame(sessions[index], other));
  return row === -1 ? undefined : { session: sessions[row], expected: expected[row] };
}

function isSame(session: SessionText | undefined, other: SessionText): boolean {
  if (session === undefined) return false;
  const texts = ["date", "streak", "recordClose", "recordHigh"] as const;
  const numbers = ["open", "high", "low", "close", "change"] as const;
  return (
    texts.every((field) => session[field] === other[field]) &&
    numbers.every((field) => Math.abs(Number(session[field]) - Number(other[field])) < 1e-6)
  );
}
