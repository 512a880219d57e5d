import type { AnyProjection } from "@tapefold/core";
import { admission } from "./admission.ts";
import { guidance } from "./guidance.ts";
import { indexLevel } from "./index-level.ts";
import { reaction } from "./reaction.ts";
import { recordClose } from "./record-close.ts";
import { recordHigh } from "./record-high.ts";
import { sessionStreak } from "./session-streak.ts";

/** The whole set of market rules; what they need comes with them. */
export const marketRules: readonly AnyProjection[] = [
  admission,
  guidance,
  indexLevel,
  reaction,
  recordClose,
  recordHigh,
  sessionStreak,
];
