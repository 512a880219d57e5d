/**
 * The causes of a field of the state: the events behind its value, and questions to ask of earlier states to go further
 * back. One state gives the causes; answering the questions takes the tape.
 */
import type { Read, RecordBasis } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import type { Location } from "../fields/field-path.ts";
import { indicesOf, type StateView } from "../fields/state-view.ts";
import { indexWeights } from "../index-level/index-weights.ts";
import { sessionsAfter } from "../price/history.ts";
import { endOf, quote } from "../price/quote.ts";
import { recordNow, recordOf } from "../record/record-of-basis.ts";
import { isDerived } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { statistics, statisticsKey } from "../reference/statistics.ts";
import { sessionsAround } from "../session/session-dates.ts";
import { sessionStreak } from "../streak/session-streak.ts";
import { streakCourse } from "../streak/streak-course.ts";
import type { GuidanceState } from "../views/market-state.ts";
import { statisticStates } from "../views/statistic-states.ts";
import { atPosition, type Cause, matchingEvents } from "./cause.ts";
import { guidanceCauses } from "./guidance-causes.ts";
import { lookBackCauses } from "./look-back-causes.ts";
import {
  definitionCauses,
  eventCauses,
  extremeCauses,
  priceCauses,
  referenceCauses,
  splitCauses,
} from "./price-causes.ts";

/** The causes of the value at a location; for a group of fields, those of all its fields. */
export function causesOf(view: StateView, location: Location): readonly Cause[] {
  const [root, id, ...rest] = location;
  const { read } = view;
  if (root === "instruments")
    return (id === undefined ? view.listed : [String(id)]).flatMap((one) => ofInstrument(view, one, rest));
  if (root === "regions") {
    const { region } = (id === undefined ? {} : view.at([root, id])) as { region?: string };
    return indicesOf(view, region).flatMap((one) => [
      ...priceCauses(read, one),
      ...referenceCauses(read, one),
    ]);
  }
  if (root === "statistics") return ofStatistics(view, id);
  if (root === "sectors" || root === "shares") {
    const { mic } = (id === undefined ? {} : view.at([root, id])) as { mic?: string };
    return sharesOf(view, mic).flatMap((one) => [...priceCauses(read, one), ...referenceCauses(read, one)]);
  }
  if (root === "guidance") {
    const revisions = view.at([root]) as readonly GuidanceState[];
    return revisions
      .filter((_, at) => id === undefined || at === id)
      .flatMap((one) => guidanceCauses(read, one, rest));
  }
  return atPosition("last event", null, view.state.position);
}

/** The shares of a market, or of all markets if undefined. */
function sharesOf({ read, listed }: StateView, market: string | undefined): readonly string[] {
  return listed.filter((one) => {
    const { kind, mic } = read(listing, one);
    return kind === "equity" && (market === undefined || mic === market);
  });
}

function ofStatistics({ read, state }: StateView, row: string | number | undefined): readonly Cause[] {
  const rows = statisticStates(state).filter((_, at) => row === undefined || at === row);
  return rows.flatMap(({ mic, instrument, name }) => {
    const { published } = read(statistics, statisticsKey(mic, instrument));
    return atPosition("published", instrument, published.find((one) => one.name === name)?.position ?? 0);
  });
}

/** Positions of the direct causes of some locations of a state, in order. */
export function positionsBehind(view: StateView, locations: readonly Location[]): readonly number[] {
  const events = locations.flatMap((location) => causesOf(view, location).map(({ event }) => event));
  const positions = events.flatMap((event) => (event.kind === "at" ? [event.position] : []));
  return [...new Set(positions)].sort((a, b) => a - b);
}

function ofInstrument(view: StateView, id: string, rest: Location): readonly Cause[] {
  const [field, part, name] = rest;
  const { read } = view;
  const { openPosition, highPosition, lowPosition, lastPosition, closePosition } = read(quote, id);
  const { mic } = read(listing, id);
  const price = (): readonly Cause[] => priceCauses(read, id);
  const reference = (): readonly Cause[] => referenceCauses(read, id);
  const listed = matchingEvents("listing", id, ["InstrumentListed"], { instrument: id }, "all");
  switch (field) {
    case undefined:
      return Object.keys(view.instrument(id)).flatMap((one) => ofInstrument(view, id, [one]));
    case "kind":
    case "mic":
      return [listed];
    case "date":
      return [matchingEvents("opening", id, ["SessionOpened"], { mic })];
    case "phase":
      return [
        matchingEvents("phase", id, ["SessionOpened", "SessionPhaseChanged", "SessionClosed"], { mic }),
        matchingEvents("halt of the market", id, ["TradingHalted", "TradingResumed"], { mic }, "all"),
        matchingEvents("halt", id, ["TradingHalted", "TradingResumed"], { instrument: id }, "all"),
      ];
    case "last":
      return eventCauses(read, id, "last tick", lastPosition);
    case "close":
      return price();
    case "open":
      return eventCauses(read, id, "first tick", openPosition || closePosition);
    case "high":
      return extremeCauses(read, id, "highest", highPosition);
    case "low":
      return extremeCauses(read, id, "lowest", lowPosition);
    case "previous":
      return previous(read, id);
    case "change":
    case "changePct":
    case "move":
      return [...price(), ...reference()];
    case "streak":
      return streak(read, id, part);
    case "record":
      return (["close", "high"] as const)
        .filter((basis) => part === undefined || part === basis)
        .flatMap((basis) => record(view, id, basis, name));
    case "milestone":
      return [...price(), ...reference(), ...extremeCauses(read, id, "highest", highPosition)];
    case "session":
    case "since":
    case "periods":
      return lookBackCauses(view, id, rest);
    case "overnightLead":
      return overnight(view, id, mic);
    case "index":
      return ofIndex(read, id, part);
    default:
      return [listed];
  }
}

/** Causes of the previous close, and of the price it was measured from. */
function previous(read: Read, id: string): readonly Cause[] {
  const { previous: before } = read(quote, id);
  if (before === null) return [];
  const measured = atPosition("what it was measured from", id, before.position, {
    of: "reference",
    instrument: id,
  });
  return [
    ...referenceCauses(read, id),
    ...atPosition("previous close", id, before.position, { of: "price", instrument: id }),
    ...measured,
  ];
}

/** Causes of a streak: its closes and the one before it, or the seed it goes on from. */
function streak(read: Read, id: string, part: string | number | undefined): readonly Cause[] {
  const { confirmed, seededOn } = read(sessionStreak, id);
  const sessions = closedSessions(read, id).filter(({ date }) => seededOn === null || date > seededOn);
  const before = streakCourse(read, id).ended?.length ?? 0;
  const length = part === "ended" ? Math.abs(before) + 1 : Math.abs(confirmed ?? 0);
  const ended = sessions.filter((session) => session.close !== null || !session.confirmed);
  const counted = confirmed === null ? ended : ended.slice(-(length + 2));
  return [
    ...(seededOn === null
      ? []
      : [matchingEvents("streak seeded", id, ["StreakSeeded"], { instrument: id }, "all")]),
    ...counted.flatMap((session) => endCauses(read, id, session)),
    ...splitCauses(read, id),
    matchingEvents("base price", id, ["BasePriceSet"], { instrument: id }, "all"),
    ...(part === "confirmed" || part === "since"
      ? []
      : [...priceCauses(read, id), ...referenceCauses(read, id)]),
  ];
}

function record(
  view: StateView,
  id: string,
  basis: RecordBasis,
  name: string | number | undefined,
): readonly Cause[] {
  const { read } = view;
  const shown = recordNow(read, id, basis);
  if (shown === null) return [];
  const { standing, closeSeed, highSeed } = recordOf(read, id, basis);
  const seeds = [closeSeed, highSeed].filter((seed) => seed !== null).map(({ position }) => position);
  const gave = basis === "close" ? eventCauses : extremeCauses;
  const cause = (role: string, position: number): readonly Cause[] =>
    seeds.includes(position) ? atPosition(`${role}, seeded`, id, position) : gave(read, id, role, position);
  const isOfSession = ["straight", "since", undefined].includes(name as string | undefined);
  const ofNow = ["gap", "shortfallPct", "near", undefined].includes(name as string | undefined);
  return [
    ...cause("record set", shown.position),
    ...(standing === null || standing.position === shown.position
      ? []
      : cause("record before", standing.position)),
    ...seeds.flatMap((position) => atPosition("record seeded", id, position)),
    ...(isOfSession ? series(read, id, basis) : []),
    ...(ofNow ? [...priceCauses(read, id), ...referenceCauses(read, id)] : []),
    ...splitCauses(read, id),
  ];
}

/** Causes of the record in each session, oldest first. */
function series(read: Read, id: string, basis: RecordBasis): readonly Cause[] {
  return closedSessions(read, id).flatMap((session) =>
    basis === "close"
      ? endCauses(read, id, session)
      : extremeCauses(read, id, `high of ${session.date}`, session.highPosition),
  );
}

/** Causes of the close of a session; with nothing but late reports, of its high. */
function endCauses(
  read: Read,
  id: string,
  { date, close, closePosition, highPosition }: EndedSession,
): readonly Cause[] {
  return close === null
    ? extremeCauses(read, id, `high of ${date}`, highPosition)
    : eventCauses(read, id, `close of ${date}`, closePosition);
}

function overnight(view: StateView, id: string, mic: string): readonly Cause[] {
  const { overnightLead, date } = view.instrument(id);
  if (overnightLead === null || date === null) return [];
  const { read } = view;
  const opened = sessionsAround(read, mic, date).find((session) => session.date === date);
  const closed = sessionsAround(read, overnightLead.mic, overnightLead.date).find(
    (session) => session.date === overnightLead.date,
  );
  return [
    ...atPosition("opening", id, opened?.openedPosition ?? 0),
    ...atPosition("close of the lead", null, closed?.closedPosition ?? 0),
    matchingEvents("own closes before", id, ["SessionClosed"], { mic }, "all"),
  ];
}

function ofIndex(read: Read, id: string, part: string | number | undefined): readonly Cause[] {
  if (!isDerived(read, id)) return definitionCauses(id);
  const members = Object.keys(read(indexWeights, id).coefficients);
  const splits = members.flatMap((member) => splitCauses(read, member));
  if (part === "mode" || part === "divisor" || part === "members")
    return [...definitionCauses(id), ...splits];
  return [
    ...definitionCauses(id),
    ...priceCauses(read, id),
    ...members.flatMap((member) => referenceCauses(read, member)),
    ...referenceCauses(read, id),
  ];
}

/** All past sessions, oldest first, the present one too once it has a close. */
function closedSessions(read: Read, id: string): readonly EndedSession[] {
  const quoted = read(quote, id);
  const past = sessionsAfter({ read }, id);
  return quoted.date === null || quoted.close === null ? past : [...past, endOf(quoted, quoted.date)];
}
