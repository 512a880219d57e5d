/** The listeners to one type of fact: the rules that hear it, in their order. */
import { Answers, type WatchedReading } from "./answers.ts";
import type { KeyOf, Read, RoutesOf } from "../rule/projection.ts";
import type { Fact, RoutedFactType } from "../rule/fact.ts";
import type { Handler } from "./handler.ts";
import type { PassContext } from "./pass-context.ts";
import { NO_ROW } from "./document-store.ts";
import { Route } from "../rule/route.ts";

/** Number of rules that hear facts of a type about a subject; `read` belongs to the answer that asks. */
export type HearersBy = (type: RoutedFactType, subject: string, read: Read) => number;

/** The parts of a pass that all its listeners share. */
export interface Hearing {
  readonly context: PassContext;
  readonly reading: WatchedReading;
  readonly hearers: HearersBy;
}

export class Listeners {
  readonly type: string;
  /** True if a rule hears the type by routes, so that the subject's row must be known. */
  readonly isRouted: boolean;
  /** True if a rule hears the type by keys. */
  readonly isKeyed: boolean;
  readonly #hearing: Hearing;
  readonly #context: PassContext;
  readonly #handlers: readonly Handler[];
  /** The handlers in stretches: one that is asked for keys, or neighbours with routes, whose routes form one chain. */
  readonly #stretches: readonly (Handler | Answers<Route | null>)[];

  constructor(type: string, handlers: readonly Handler[], hearing: Hearing) {
    this.type = type;
    this.#hearing = hearing;
    this.#context = hearing.context;
    this.#handlers = handlers;
    this.isKeyed = handlers.some(({ routes }) => routes === undefined);
    this.isRouted = handlers.some(({ routes }) => routes !== undefined);
    this.#stretches = stretchesOf(handlers).map((stretch) =>
      Array.isArray(stretch)
        ? new Answers(hearing.reading, (subject, read) => this.#chain(stretch, subject, read))
        : stretch,
    );
  }

  /**
   * Puts a course, a route to its subject, before the routes of facts about that subject. If the first of these is a plain
   * route to the subject, the course takes its place. If a rule is asked for keys, the course gets no row.
   */
  lead(course: Route, read: Read): void {
    if (this.isKeyed) return;
    const first = this.#chain(this.#handlers, course.key, read);
    const isOwn = first?.constructor === Route && first.key === course.key;
    course.row = this.#context.rowOf(course.key);
    course.handler = isOwn ? first.handler : undefined;
    course.next = isOwn ? first.next : first;
  }

  /** Tells a fact along a chain of routes. */
  tellAlong(fact: Fact, first: Route | null): void {
    const context = this.#context;
    try {
      for (let route = first; route !== null; route = route.next) {
        const handler = route.handler as Handler;
        const { place, recipe } = handler;
        context.handler = handler;
        const document = context.openRoute(place, route, fact);
        context.close(place, document, recipe(document, fact, context));
      }
    } catch (cause) {
      throw this.#threw(cause, fact);
    }
  }

  /** Tells a fact; `row` is that of its subject, `NO_ROW` if it has none. */
  tell(fact: Fact, row: number, subject: string): void {
    try {
      if (row === NO_ROW) for (const handler of this.#handlers) this.#tellByKey(handler, fact);
      else
        for (let next = 0; next < this.#stretches.length; next += 1) {
          const stretch = this.#stretches[next] as Handler | Answers<Route | null>;
          if (stretch instanceof Answers) this.tellAlong(fact, stretch.of(row, subject));
          else this.#tellByKey(stretch, fact);
        }
    } catch (cause) {
      throw this.#threw(cause, fact);
    }
  }

  /** True if a rule hears facts of a subject. */
  isHeard(row: number, subject: string): boolean {
    try {
      for (const stretch of this.#stretches)
        if (!(stretch instanceof Answers) || stretch.of(row, subject) !== null) return true;
      return false;
    } catch {
      // Routes that throw here throw again when a fact is told.
      return true;
    }
  }

  /** Number of rules that hear facts of a subject; `read` belongs to the answer that asks. */
  hearers(subject: string, read: Read): number {
    return this.#handlers.filter(
      ({ routes }) => routes === undefined || this.#ask(routes, subject, read).length > 0,
    ).length;
  }

  #ask(routes: RoutesOf, subject: string, read: Read): readonly Route[] {
    return routes(subject, read, (type, of) => this.#hearing.hearers(type, of, read));
  }

  /** The routes of a subject's facts as a chain: the first, or null if there are none. */
  #chain(handlers: readonly Handler[], subject: string, read: Read): Route | null {
    const routes = handlers.flatMap((handler) => this.#routesFor(handler, subject, read));
    for (const [place, route] of routes.entries()) route.next = routes[place + 1] ?? null;
    return routes[0] ?? null;
  }

  #routesFor(handler: Handler, subject: string, read: Read): readonly Route[] {
    try {
      const routes = this.#ask(handler.routes as RoutesOf, subject, read);
      for (const route of routes) {
        if (route.row !== NO_ROW) throw new Error(`its routes give one to ${route.key} twice; make new ones`);
        route.row = this.#context.rowOf(route.key);
        route.handler = handler;
      }
      return routes;
    } catch (cause) {
      throw this.#context.threw(cause, this, handler.projection);
    }
  }

  /** The error of the rule that is being told a fact; an error of routes names its rule already. */
  #threw(cause: unknown, fact: Fact): unknown {
    const { handler } = this.#context;
    return handler === undefined ? cause : this.#context.threw(cause, fact, handler.projection);
  }

  #tellByKey(handler: Handler, fact: Fact): void {
    const context = this.#context;
    const { place, recipe, key } = handler;
    context.handler = handler;
    const keys = (key as KeyOf | undefined)?.(fact as never, context.read);
    if (typeof keys === "string") {
      const document = context.open(place, keys, fact);
      context.close(place, document, recipe(document, fact, context));
    } else if (keys !== null && keys !== undefined)
      for (const each of keys) {
        const document = context.open(place, each, fact);
        context.close(place, document, recipe(document, fact, context));
      }
  }
}

/** Neighbouring handlers with routes as a list, each of the others by itself. */
function stretchesOf(handlers: readonly Handler[]): (Handler | Handler[])[] {
  const stretches: (Handler | Handler[])[] = [];
  for (const handler of handlers) {
    const last = stretches.at(-1);
    if (handler.routes === undefined) stretches.push(handler);
    else if (Array.isArray(last)) last.push(handler);
    else stretches.push([handler]);
  }
  return stretches;
}
