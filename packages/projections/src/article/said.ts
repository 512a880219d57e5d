/** Said: the marks that an assertion accounts for in a sentence. */
import { isDate, parseDecimal } from "@tapefold/core";
import type { Assertion } from "../claims/claim.ts";
import type { Direction } from "./marks.ts";

/** The marks that an assertion accounts for. */
export interface Said {
  readonly assertion: Assertion;
  readonly numbers: readonly string[];
  /** Dates, and instants as texts. */
  readonly dates: readonly string[];
  readonly directions: readonly Direction[];
  readonly isRecord: boolean;
  readonly isStreak: boolean;
}

export function saidBy(assertion: Assertion): Said {
  const { field, value } = assertion;
  const picked = [...field.matchAll(/\[(\w+)=([^\]]*)\]/g)].map(([, , text = ""]) => text);
  const values = typeof value === "string" ? [value] : "field" in value ? [] : value;
  return {
    assertion,
    numbers: values.filter((one) => !isDate(one) && parseDecimal(one) !== undefined),
    dates: [...values, ...picked].filter((one) => isDate(one.slice(0, 10))),
    directions: directionsOf(assertion, values),
    isRecord: /\.record\b|\.since\.|\.(?:best|worst)Since$/.test(field),
    isStreak: /\.streak\b|\.straight$/.test(field),
  };
}

/** Fields whose sign is a direction. */
const SIGNED =
  /(?:\.change(?:Pct)?|\.points|\.share|\.cumulativePct|\.medianPct|\.max(?:Up|Down)Pct|\.(?:gap|last|close)Pct|\.length|\.provisional|\.confirmed|\.streak)$/;
const WORDS: Readonly<Record<string, readonly Direction[]>> = {
  up: ["up"],
  down: ["down"],
  "little-changed": ["flat"],
  "little changed": ["flat"],
  higher: ["up"],
  "mostly higher": ["up"],
  lower: ["down"],
  "mostly lower": ["down"],
  mixed: ["up", "down"],
  upgrade: ["up"],
  raise: ["up"],
  downgrade: ["down"],
  "erased-gain": ["up", "down"],
  "erased-loss": ["up", "down"],
  "pared-gain": ["up"],
  "pared-loss": ["down"],
};
const COUNTS: readonly (readonly [RegExp, Direction])[] = [
  [/\.breadth\.advancers$|\.up$|name=advancers\]|\.gainers\[/, "up"],
  [/\.breadth\.decliners$|\.down$|name=decliners\]|\.losers\[/, "down"],
  [/\.breadth\.unchanged$|\.little$|name=unchanged\]/, "flat"],
  [/\.since\.(?:highest|best)|\.bestSince$|\.milestone\.|\.record\.\w+\.setThisSession$|\.leader$/, "up"],
  [/\.since\.(?:lowest|worst)|\.worstSince$|\.laggard$/, "down"],
];

function directionsOf({ field, relation, value }: Assertion, values: readonly string[]): Direction[] {
  const counted = COUNTS.filter(([pattern]) => pattern.test(field)).map(([, direction]) => direction);
  if (relation === "offset") return ["up", "down"];
  if (relation === "largest" || relation === "rank") return ["up", ...counted];
  if (field.endsWith(".openedUp")) return value === "true" ? ["up"] : ["down"];
  const words = values.flatMap((one) => (Object.hasOwn(WORDS, one) ? (WORDS[one] ?? []) : []));
  if (!SIGNED.test(field) || relation === "most") return [...words, ...counted];
  const signs = new Set(values.map((one) => signOf(one)).filter((sign) => sign !== 0));
  if (signs.size === 1) return [...counted, signs.has(1) ? "up" : "down"];
  if (values.length === 1 && relation === "more-than") return ["up"];
  if (values.length === 1 && relation === "less-than") return ["down"];
  return values.length === 1 && relation === "is" ? ["flat"] : counted;
}

function signOf(decimal: string): number {
  const units = parseDecimal(decimal)?.units ?? 0n;
  return units === 0n ? 0 : units < 0n ? -1 : 1;
}
