import type { ReadableLog } from "@tapefold/core";
import { upTo } from "../tape/as-of.ts";
import type { TapeSurvey } from "./tape-survey.ts";

/** A batch is all events of one instant that follow each other; a session step ends at its open or close. */
export type StepUnit = "event" | "batch" | "minute" | "session" | "mark";

const MINUTE = 60_000_000;

/**
 * The position one unit on, or back, from a position; before the first event, or past the last, if there is
 * no such unit.
 */
export async function stepTarget(
  log: ReadableLog,
  survey: TapeSurvey,
  position: number,
  unit: StepUnit,
  direction: 1 | -1,
): Promise<number> {
  switch (unit) {
    case "event":
      return position + direction;
    case "batch":
      return direction === 1 ? batchEnd(log, position) : batchStart(log, position);
    case "minute":
      return direction === 1 ? minuteEnd(survey, position) : minuteStart(survey, position);
    case "session":
    case "mark": {
      const marks = survey.marks.filter(
        ({ event }) => unit === "mark" || event.type === "SessionOpened" || event.type === "SessionClosed",
      );
      const found =
        direction === 1
          ? marks.find((mark) => mark.position > position)
          : marks.findLast((mark) => mark.position < position);
      return found?.position ?? (direction === 1 ? survey.head : 0);
    }
  }
}

async function batchEnd(log: ReadableLog, position: number): Promise<number> {
  let end = position;
  let at: number | undefined;
  for await (const batch of log.read({ from: position + 1 })) {
    for (const { position: next, event } of batch) {
      at ??= event.at;
      if (event.at !== at) return end;
      end = next;
    }
  }
  return end;
}

/** The position before the last batch up to a position; the tape is read from further and further back. */
async function batchStart(log: ReadableLog, position: number): Promise<number> {
  for (let reach = 256; ; reach *= 4) {
    const from = Math.max(1, position - reach);
    let [start, at]: [number, number | undefined] = [from - 1, undefined];
    for await (const batch of upTo(log, position).read({ from }))
      for (const recorded of batch)
        if (recorded.event.at !== at) [start, at] = [recorded.position - 1, recorded.event.at];
    if (start >= from || from === 1) return start;
  }
}

async function minuteEnd(survey: TapeSurvey, position: number): Promise<number> {
  const next = await survey.next(position);
  if (next === undefined) return position;
  const latest = Math.max(next.event.at, await survey.latestAt(position));
  return survey.positionAt((Math.floor(latest / MINUTE) + 1) * MINUTE - 1);
}

async function minuteStart(survey: TapeSurvey, position: number): Promise<number> {
  const latest = await survey.latestAt(position);
  return survey.positionAt(Math.floor(latest / MINUTE) * MINUTE - 1);
}
