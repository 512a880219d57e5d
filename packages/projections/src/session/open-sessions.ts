/** The open sessions of all markets, which decide how far back amendments may reach while the tape goes on. */
import { defineProjection, type Read } from "@tapefold/core";

/** The open sessions: one document, at the key `all`. */
export interface OpenSessions {
  /** Markets in session with the position of their opening, the oldest first. */
  readonly open: readonly { readonly mic: string; readonly position: number }[];
  /** Position of the last opening of any market; 0 before the first. */
  readonly last: number;
}

export const openSessions = defineProjection<OpenSessions>({
  name: "open-sessions",
  version: 1,
  key: () => "all",
  initial: { open: [], last: 0 },
  inner: "replaced",
  on: {
    SessionOpened: (sessions, { mic }, { position }) => {
      sessions.open = [...sessions.open.filter((one) => one.mic !== mic), { mic, position }];
      sessions.last = position;
    },
    SessionClosed: (sessions, { mic }) => {
      sessions.open = sessions.open.filter((one) => one.mic !== mic);
    },
  },
});

/** Position of the opening of the oldest session still open, or of the last one if all are closed; 0 before the first. */
export function oldestOpening(read: Read): number {
  const { open, last } = read(openSessions, "all");
  return open[0]?.position ?? last;
}
