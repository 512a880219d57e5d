/** The messages of a page to its player, and the player's answers. */
import { MarketError } from "@tapefold/core";
import { z } from "zod";
import type { NamedEvent } from "../ask/named-event.ts";
import type { Speed } from "../play/tape-clock.ts";
import type { Behind, ShownCause, ShownValue } from "./causes.ts";
import type { Changes } from "./frame-changes.ts";
import type { Look } from "./frame.ts";

export type Request =
  /** First of all over a socket; a page that folds by itself needs none. */
  | { readonly do: "hello"; readonly token: string }
  | { readonly do: "play" | "pause" | "digest" }
  | { readonly do: "speed"; readonly speed: Speed }
  /** A position or an instant, as `--at` takes it. */
  | { readonly do: "seek"; readonly to: string }
  | {
      readonly do: "step";
      readonly unit: "event" | "minute" | "session" | "mark";
      readonly direction: 1 | -1;
    }
  | { readonly do: "follow"; readonly isOn: boolean }
  | ({ readonly do: "look" } & Look)
  /** Positions of events to be left out; the moment without them is sent beside the moment. */
  | { readonly do: "without"; readonly positions: readonly number[] }
  /** The value of a field, and the events behind it. */
  | { readonly do: "why"; readonly field: string }
  | { readonly do: "behind"; readonly of: Behind }
  /** The last events up to the moment. */
  | { readonly do: "events" }
  /** A frame has been painted. */
  | { readonly do: "painted"; readonly frame: number };

export type Answer =
  | { readonly kind: "frame"; readonly frame: number; readonly status: Status; readonly changes: Changes }
  | ({ readonly kind: "why" } & ShownValue)
  | { readonly kind: "behind"; readonly of: Behind; readonly causes: readonly ShownCause[] }
  | { readonly kind: "events"; readonly position: number; readonly events: readonly NamedEvent[] }
  | { readonly kind: "digest"; readonly position: number; readonly digest: string }
  | { readonly kind: "fault"; readonly code: string; readonly message: string };

/** How the player stands, with the tape's length. */
export interface Status {
  readonly tape: string;
  readonly head: number;
  readonly isPlaying: boolean;
  readonly speed: Speed;
  /** True while the page stays at the end of a tape that grows. */
  readonly isFollowing: boolean;
  /** True if the tape may grow. */
  readonly canFollow: boolean;
  /** The events left out. */
  readonly without: readonly NamedEvent[];
  /** The fault at which the tape's reading ended, if any. */
  readonly fault: string | null;
}

/** Most events that can be left out at once. */
const LEFT_OUT_MAX = 64;

const position = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = z.string().max(256);
const behind = z.strictObject({
  of: z.enum(["price", "level", "extreme", "reference"]),
  instrument: text,
  position,
});

const requestSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("hello"), token: text }),
  z.strictObject({ do: z.enum(["play", "pause", "digest", "events"]) }),
  z.strictObject({
    do: z.literal("speed"),
    speed: z.union([z.literal("max"), z.number().min(0.01).max(1e6)]),
  }),
  z.strictObject({ do: z.literal("seek"), to: text }),
  z.strictObject({
    do: z.literal("step"),
    unit: z.enum(["event", "minute", "session", "mark"]),
    direction: z.union([z.literal(1), z.literal(-1)]),
  }),
  z.strictObject({ do: z.literal("follow"), isOn: z.boolean() }),
  z.strictObject({ do: z.literal("look"), instrument: text.nullable(), find: text, page: position }),
  z.strictObject({ do: z.literal("without"), positions: z.array(position).max(LEFT_OUT_MAX) }),
  z.strictObject({ do: z.literal("why"), field: text }),
  z.strictObject({ do: z.literal("behind"), of: behind }),
  z.strictObject({ do: z.literal("painted"), frame: position }),
]);

/**
 * Reads a message of a page.
 *
 * @throws MarketError `USAGE` for a message that is no request.
 */
export function parseRequest(message: string): Request {
  try {
    return requestSchema.parse(JSON.parse(message)) satisfies Request;
  } catch (cause) {
    throw new MarketError(
      "USAGE",
      "the message is no request of a page; load the page again",
      { argument: "" },
      cause,
    );
  }
}
