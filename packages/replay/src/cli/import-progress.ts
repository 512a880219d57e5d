/** The progress of an import on a terminal: share, rate and time left, on one line that is redrawn. */
import type { Io } from "./io.ts";

const REDRAW_MS = 200;
const CLEAR_LINE = "\r\u001B[2K";

export interface ProgressLine {
  readonly show: (read: number, total: number) => void;
  readonly clear: () => void;
}

/** Shows nothing where nobody looks at a terminal, or where it asks for no redraws. */
export function progressLine(io: Io, isQuiet: boolean): ProgressLine {
  if (!io.isLively || isQuiet) return { show: () => undefined, clear: () => undefined };
  const start = performance.now();
  let drawn = 0;
  return {
    show: (read, total) => {
      const now = performance.now();
      if (now - drawn < REDRAW_MS || total === 0) return;
      drawn = now;
      io.writeError(`${CLEAR_LINE}${describeProgress(read, total, (now - start) / 1000)}`);
    },
    clear: () => {
      if (drawn !== 0) io.writeError(CLEAR_LINE);
      drawn = 0;
    },
  };
}

/** `42 %  18.3 MB/s  12 s left`, of bytes read and to be read. */
function describeProgress(read: number, total: number, seconds: number): string {
  const rate = read / Math.max(seconds, 0.001);
  const left = Math.ceil((total - read) / Math.max(rate, 1));
  return `${Math.floor((100 * read) / total)} %  ${(rate / 1e6).toFixed(1)} MB/s  ${left} s left`;
}
