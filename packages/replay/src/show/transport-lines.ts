/** The foot of a playing board: a bar over the tape with its marks, and where it stands. */
import { formatInstant } from "@tapefold/core";
import type { Moment, Transport } from "../play/transport.ts";

const COLUMNS_MAX = 100;

/** Signs on the bar; of two that meet, the later one here is seen. */
const SIGNS = {
  TradingHalted: "!",
  TradingResumed: "!",
  SessionClosed: "]",
  SessionOpened: "[",
  GuidanceRevised: "*",
} as const;

export const KEYS: readonly string[] = [
  "space       play, or pause          , .  a mark back, on",
  "left right  a minute back, on; while it is paused an event",
  "up down     a session back, on      [ ]  slower, faster",
  "g           go to a position or an instant",
  "q           leave, with the board of this moment",
];

export function transportLines({ head, marks }: Transport, moment: Moment, columns: number): string {
  const width = Math.min(columns, COLUMNS_MAX);
  const { status, speed, position, at } = moment;
  const place = (of: number): number => Math.min(width - 1, Math.floor((of * width) / Math.max(1, head)));
  const bar: string[] = Array.from({ length: width }, (_, column) => (column < place(position) ? "=" : "-"));
  for (const [type, sign] of Object.entries(SIGNS))
    for (const mark of marks) if (mark.event.type === type) bar[place(mark.position)] = sign;
  bar[place(position)] = ">";
  const pace = speed === "max" ? "max" : `${speed}x`;
  const when = at === null ? "before the first event" : formatInstant(at);
  return `${bar.join("")}\n${status} ${pace}   ${position} of ${head}   ${when}   ? shows the keys\n`;
}
