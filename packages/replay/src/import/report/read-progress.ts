/** Tells how much of all bytes has been read, over several files and passes. */
export type TellProgress = (read: number, total: number) => void;

export interface Progress {
  /** Begins a file: gives the function to tell how many of its bytes have been read. */
  begin(): (bytes: number) => void;
}

export function progressOf(total: number, tell: TellProgress | undefined): Progress {
  let read = 0;
  return {
    begin: () => {
      let before = 0;
      return (bytes) => {
        read += bytes - before;
        before = bytes;
        tell?.(Math.min(read, total), total);
      };
    },
  };
}
