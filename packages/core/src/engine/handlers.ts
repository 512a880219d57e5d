/** The handlers of the rules that run. */
import type { Handler } from "./handler.ts";
import type { Fact, RoutedFactType } from "../rule/fact.ts";
import type { AnyProjection } from "../rule/projection.ts";
import type { StoppedProjection } from "../state/state.ts";

/** The rules that are stopped at a position: those that threw before, and all that need them. */
export function stoppedAt(
  projections: readonly AnyProjection[],
  stops: readonly StoppedProjection[],
  position: number,
): ReadonlySet<AnyProjection> {
  const stopped = new Set<AnyProjection>();
  for (const projection of projections) {
    const { name } = projection.definition;
    const hasThrown = stops.some(
      (stop) => stop.projection === name && stop.position <= position && position < (stop.until ?? Infinity),
    );
    if (hasThrown || projection.needs.some((need) => stopped.has(need))) stopped.add(projection);
  }
  return stopped;
}

/** The handlers of the rules that are not stopped, by type of fact, in the rules' order. */
export function handlersOf(
  projections: readonly AnyProjection[],
  stopped: ReadonlySet<AnyProjection>,
): Map<string, Handler[]> {
  const handlers = new Map<string, Handler[]>();
  projections.forEach((projection, place) => {
    if (stopped.has(projection)) return;
    const { on, key: keys, routes: routed } = projection.definition;
    for (const [type, recipe] of Object.entries(on)) {
      const key = typeof keys === "function" ? keys : keys[type as Fact["type"]];
      const routes = routed?.[type as RoutedFactType];
      if (recipe === undefined || (key === undefined && routes === undefined)) continue;
      const handler = { place, projection, key, recipe, routes, told: undefined } as Handler;
      handlers.set(type, [...(handlers.get(type) ?? []), handler]);
    }
  });
  return handlers;
}
