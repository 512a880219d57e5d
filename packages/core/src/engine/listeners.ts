/** The listeners to one type of fact: the rules that hear it, in their order. */
import type { KeyOf, Read } from "../rule/projection.ts";
import type { Fact } from "../rule/fact.ts";
import type { Handler } from "./handler.ts";
import type { PassContext } from "./pass-context.ts";
import { NO_ROW } from "./document-store.ts";

export class Listeners {
  readonly type: string;
  /** True if a rule hears it by routes, so that the row of its subject must be known. */
  readonly isRouted: boolean;
  /** True if a rule hears it by keys. */
  readonly isKeyed: boolean;
  readonly #context: PassContext;
  readonly #handlers: readonly Handler[];

  constructor(type: string, context: PassContext, handlers: readonly Handler[]) {
    this.type = type;
    this.#context = context;
    this.#handlers = handlers;
    this.isKeyed = handlers.some(({ routes }) => routes === undefined);
    this.isRouted = handlers.some(({ routes }) => routes !== undefined);
  }

  /** Tells a fact; its subject and the row of that, if it has one. */
  tell(fact: Fact, row: number, subject: string): void {
    const handlers = this.#handlers;
    const context = this.#context;
    for (let next = 0; next < handlers.length; next += 1) {
      const handler = handlers[next] as Handler;
      try {
        context.handler = handler;
        if (handler.routes === undefined || row === NO_ROW) this.#tellByKey(handler, fact);
        else {
          const { place, recipe } = handler;
          for (let route = handler.routes.of(row, subject); route !== null; route = route.next) {
            const document = context.openRoute(place, route, fact);
            context.close(place, document, recipe(document, fact, context));
          }
        }
      } catch (cause) {
        throw context.threw(cause, fact, handler.projection);
      }
    }
  }

  /** True if a rule hears facts of a subject. */
  isHeard(row: number, subject: string): boolean {
    try {
      for (const { routes } of this.#handlers)
        if (routes === undefined || routes.of(row, subject) !== null) return true;
      return false;
    } catch {
      // Routes that throw do so again when they are told.
      return true;
    }
  }

  /** Number of rules that hear facts of a subject, by what an answer reads. */
  hearers(subject: string, read: Read): number {
    const hearing = this.#handlers.filter(
      ({ routes }) => routes === undefined || routes.asked(subject, read) !== null,
    );
    return hearing.length;
  }

  #tellByKey({ place, recipe, key }: Handler, fact: Fact): void {
    const context = this.#context;
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
