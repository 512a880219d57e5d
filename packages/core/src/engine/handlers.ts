/** Which rules run, and how each hears the facts it hears. */
import { Answers, type WatchedReading } from "./answers.ts";
import { NO_ROW } from "./document-store.ts";
import type { Handler } from "./handler.ts";
import type { PassContext } from "./pass-context.ts";
import type { Fact, RoutedFactType } from "../rule/fact.ts";
import type { AnyProjection, Read, RoutesOf } from "../rule/projection.ts";
import type { Route } from "../rule/route.ts";
import type { StoppedProjection } from "../state/state.ts";

/** Number of rules that hear facts of a type about a subject, by what an answer reads. */
type HearersBy = (type: string, subject: string, read: Read) => number;

/** The rules that stand still at a position: those that threw before, and all that need them. */
export function stoppedAt(
  projections: readonly AnyProjection[],
  stops: readonly StoppedProjection[],
  position: number,
): ReadonlySet<AnyProjection> {
  const stopped = new Set<AnyProjection>();
  for (const projection of projections) {
    const { name } = projection.definition;
    const isStill = stops.some(
      (stop) => stop.projection === name && stop.position <= position && position < (stop.until ?? Infinity),
    );
    if (isStill || projection.needs.some((need) => stopped.has(need))) stopped.add(projection);
  }
  return stopped;
}

/** The handlers of the other rules by type of fact, in the rules' order. */
export function handlersOf(
  projections: readonly AnyProjection[],
  stopped: ReadonlySet<AnyProjection>,
  context: PassContext,
  reading: WatchedReading,
  hearers: HearersBy,
): Map<string, Handler[]> {
  const handlers = new Map<string, Handler[]>();
  projections.forEach((projection, place) => {
    if (stopped.has(projection)) return;
    const { on, key: keys, routes: routed } = projection.definition;
    for (const [type, recipe] of Object.entries(on)) {
      const key = typeof keys === "function" ? keys : keys[type as Fact["type"]];
      const routesOf = routed?.[type as RoutedFactType];
      if (recipe === undefined || (key === undefined && routesOf === undefined)) continue;
      const routes = routesOf && new Answers(reading, chained(routesOf, context, hearers));
      const handler = { place, projection, key, recipe, routes, told: undefined } as Handler;
      handlers.set(type, [...(handlers.get(type) ?? []), handler]);
    }
  });
  return handlers;
}

/** The routes of a subject's facts as a chain: the first, or null if there are none. */
function chained(
  routesOf: RoutesOf,
  context: PassContext,
  hearers: HearersBy,
): (subject: string, read: Read) => Route | null {
  return (subject, read) => {
    let first: Route | null = null;
    const routes = routesOf(subject, read, (type, of) => hearers(type, of, read));
    for (const route of routes.toReversed()) {
      if (route.row !== NO_ROW) throw new Error(`its routes give one to ${route.key} twice; make new ones`);
      route.row = context.rowOf(route.key);
      route.next = first;
      first = route;
    }
    return first;
  };
}
