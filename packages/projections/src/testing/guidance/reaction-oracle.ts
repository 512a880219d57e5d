/**
 * Oracle of reactions, the moves of prices after guidance: the issuer's own instruments, then those of its direct
 * parents, each by id. The session is the one open at the guidance's position, else the next one with a price. The
 * reference is the last tick before the guidance in that session, else the base price; only ticks at later positions
 * count. Gap is the first of them, last the last, up and down the extremes; the close counts too once there is one.
 * A reaction states timing, never a cause.
 */
import type { EventOf } from "@tapefold/core";
import { changeOf, compare, fixed, percentText, type Rational } from "../price/exact.ts";
import { exists, inTime, isOver, quoteOracle, ticksOf } from "../price/quote-oracle.ts";
import { allSessions, referenceOracle } from "../price/reference-oracle.ts";
import {
  acceptedOf,
  FOREVER,
  instrumentsOf,
  listingAt,
  type History,
  type Session,
} from "../session/history.ts";
import { byText } from "../text-order.ts";

export interface ReactionJson {
  readonly instrument: string;
  readonly link: "own" | "subsidiary";
  readonly date: string | null;
  readonly reference: string | null;
  readonly gapPct: string | null;
  readonly maxUpPct: string | null;
  readonly maxDownPct: string | null;
  readonly lastPct: string | null;
  readonly closePct: string | null;
}

/** The reactions to the guidance at a position. */
export function reactionsOracle(
  history: History,
  position: number,
  { issuer }: EventOf<"GuidanceRevised">,
): ReactionJson[] {
  const parents = acceptedOf(history, "OwnershipDeclared", position)
    .filter(({ event }) => event.subsidiary === issuer)
    .map(({ event }) => event.parent);
  const ofIssuers = (issuers: readonly string[]) =>
    instrumentsOf(history, position)
      .filter((id) => issuers.includes(listingAt(history, id, position)?.issuer ?? ""))
      .sort(byText);
  const own = ofIssuers([issuer]);
  const ofParents = ofIssuers(parents).filter((id) => !own.includes(id));
  return [
    ...own.map((instrument) => reactionOf(history, position, instrument, "own")),
    ...ofParents.map((instrument) => reactionOf(history, position, instrument, "subsidiary")),
  ];
}

function reactionOf(
  history: History,
  position: number,
  instrument: string,
  link: "own" | "subsidiary",
): ReactionJson {
  const sessions = allSessions(history, instrument);
  const open = sessions.find(({ openPosition, endPosition }) => {
    return openPosition < position && (endPosition === null || endPosition > position);
  });
  const first = open ?? sessions.find(({ openPosition }) => openPosition > position);
  const candidates = first === undefined ? [] : sessions.slice(sessions.indexOf(first));
  const hasPrice = (one: Session) =>
    exists(one, instrument) || quoteOracle(history, instrument, one, FOREVER).close !== null;
  const session = candidates.find(hasPrice) ?? candidates.at(-1);
  if (session === undefined) return { instrument, link, date: null, ...measures(() => null, 0) };
  return { instrument, link, date: session.date, ...measured(history, position, instrument, session) };
}

function measured(history: History, position: number, instrument: string, session: Session) {
  const scale = listingAt(history, instrument, position)?.scale ?? 0;
  const ticks = ticksOf(session, instrument);
  const before = inTime(ticks.filter((tick) => tick.position < position && tick.movesLast)).at(-1);
  const reference = before?.price ?? referenceOracle(history, instrument, session, FOREVER);
  const later = ticks.filter((tick) => tick.position > position);
  const prints = inTime(later.filter(({ movesLast }) => movesLast));
  const close = isOver(session, FOREVER) ? quoteOracle(history, instrument, session, FOREVER).close : null;
  const levels = later.filter(({ movesHighLow }) => movesHighLow).map(({ price }) => price);
  const byLevel = [...levels, ...(close === null ? [] : [close])].sort(compare);
  const values = {
    reference,
    gap: prints[0]?.price ?? null,
    last: prints.at(-1)?.price ?? null,
    close,
    maxUp: byLevel.at(-1) ?? null,
    maxDown: byLevel[0] ?? null,
  };
  return measures((name) => values[name], scale);
}

type Measure = "reference" | "gap" | "maxUp" | "maxDown" | "last" | "close";

function measures(valueOf: (name: Measure) => Rational | null, scale: number) {
  const reference = valueOf("reference");
  const percent = (name: Measure) => {
    const value = valueOf(name);
    return value === null || reference === null ? null : percentText(changeOf(value, reference));
  };
  return {
    reference: reference === null ? null : fixed(reference, scale),
    gapPct: percent("gap"),
    maxUpPct: percent("maxUp"),
    maxDownPct: percent("maxDown"),
    lastPct: percent("last"),
    closePct: percent("close"),
  };
}
