import type { AnyProjection } from "@tapefold/core";
import { admission } from "./admission/admission.ts";
import { guidance } from "./guidance/guidance.ts";
import { indexLevel } from "./index-level/index-level.ts";
import { reaction } from "./guidance/reaction.ts";
import { recordClose } from "./record/record-close.ts";
import { recordHigh } from "./record/record-high.ts";
import { sessionStreak } from "./streak/session-streak.ts";

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
