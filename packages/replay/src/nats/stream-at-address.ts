import type { ReadableLog } from "@tapefold/core";
import type { StreamTape } from "./stream-tape.ts";

/** True for a path that is the address of a tape on a server. */
export function isStreamAddress(path: string): boolean {
  return /^(nats|tls):/.test(path);
}

/** An address as messages show it: without the credentials before its host and in its query. */
export function shownAddress(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//").replace(/\?.*/, "");
}

/** The tape at an address; what reads it is loaded at the first reading. */
export function streamAtAddress(address: string): ReadableLog {
  let opened: Promise<StreamTape> | undefined;
  const tape = (): Promise<StreamTape> =>
    (opened ??= import("./stream-tape.ts").then(({ openStreamTape }) => openStreamTape(address)));
  return {
    name: shownAddress(address),
    async *read(options) {
      yield* (await tape()).read(options);
    },
    watch(told) {
      let isOver = false;
      let unwatch = (): void => undefined;
      tape().then(
        (opened) => {
          if (!isOver) unwatch = opened.watch(told);
        },
        () => told("grown"),
      );
      return () => {
        isOver = true;
        unwatch();
      };
    },
  };
}
