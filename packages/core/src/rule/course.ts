import { Route } from "./route.ts";

/**
 * The terms that ticks of an instrument are judged on, as a gate extends it by them, and the way to where they go: it
 * is itself the route to the document of that instrument, of the first rule that has one there.
 */
export class Course extends Route {
  /** The engine's own note: the first route; undefined while a rule that hears ticks is asked for keys. */
  first: Route | null | undefined = undefined;
}
