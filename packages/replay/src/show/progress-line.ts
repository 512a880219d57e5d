/** The progress of long work on a terminal: one line that is redrawn, and gone when the work is done. */
import type { Io } from "./io.ts";

const REDRAW_MS = 200;
const CLEAR_LINE = "\r\u001B[2K";

export interface ProgressLine {
  /** Shows the text for the seconds passed; it is asked for only when the line is redrawn. */
  readonly show: (describe: (seconds: number) => string) => void;
  readonly clear: () => void;
}

/** Shows nothing if nobody looks at a terminal, or if it asks for no redraws. */
export function progressLine(io: Io, isQuiet: boolean): ProgressLine {
  if (!io.isLively || isQuiet) return { show: () => undefined, clear: () => undefined };
  const start = performance.now();
  let drawn = 0;
  return {
    show: (describe) => {
      const now = performance.now();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      io.writeError(`${CLEAR_LINE}${describe((now - start) / 1000)}`);
    },
    clear: () => {
      if (drawn !== 0) io.writeError(CLEAR_LINE);
      drawn = 0;
    },
  };
}
