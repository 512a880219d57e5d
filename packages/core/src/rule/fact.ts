/**
 * Facts: the accepted events of the tape, and further facts that projections emit in the same pass. Projections hear
 * both. A package adds its own by declaration merging:
 *
 *     declare module "@tapefold/core" {
 *       interface Facts { InstrumentTicked: InstrumentTicked }
 *     }
 */
import type { Amended } from "../tape/amendments.ts";
import type { EventOf, MarketEvent } from "../tape/event.ts";

/** Every fact by its type. Facts other than the tape's events are never on a tape. */
export interface Facts extends TapeFacts {
  /** A gate let the event pass; comes before the event itself. */
  EventAccepted: EventAccepted;
  /** A gate refused the event, with its code; the event itself is not heard. */
  EventRejected: EventRejected;
}

type TapeFacts = { [T in MarketEvent["type"]]: EventOf<T> };

/** The gate accepted an event of the tape. */
export interface EventAccepted {
  readonly type: "EventAccepted";
  readonly event: MarketEvent;
  /** Source of the event; undefined if it is not numbered. */
  readonly source: string | undefined;
  readonly seq: number | undefined;
}

/** The gate refused an event of the tape. */
export interface EventRejected {
  readonly type: "EventRejected";
  readonly event: MarketEvent;
  readonly source: string | undefined;
  readonly seq: number | undefined;
  readonly code: string;
  /** The amendments of the event; undefined if it has none. */
  readonly amended: Amended | undefined;
}

/** Name of a type of fact. */
export type FactType = keyof Facts;

/** Name of a type of fact that has one subject: its instrument, or the source of a judged event. */
export type RoutedFactType = {
  [T in FactType]: Facts[T] extends { readonly instrument: string } | EventAccepted | EventRejected
    ? T
    : never;
}[FactType];

/** Any fact. */
export type Fact = Facts[FactType];

/**
 * All fields of all facts at once, for a `key` written as `({ instrument }) => instrument`; a field that a fact lacks
 * is undefined.
 */
export type AnyFact = { readonly [K in FieldOf<Fact>]: FieldValue<Fact, K> };

type FieldOf<F> = F extends F ? keyof F : never;
type FieldValue<F, K> = F extends F ? (K extends keyof F ? F[K] : never) : never;
