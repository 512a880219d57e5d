/** The events and their zod twin say the same; checked by the compiler with the rest of the tests. */
import type { MarketEvent, ParsedEvent } from "@tapefold/core";

type DeepReadonly<T> = T extends (infer Item)[]
  ? T extends [infer A, infer B]
    ? readonly [DeepReadonly<A>, DeepReadonly<B>]
    : readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** Of one type, so that a difference names it. */
type Written<T> = DeepReadonly<Extract<ParsedEvent, { type: T }>>;
type Declared<T> = Extract<MarketEvent, { type: T }>;
type Types = MarketEvent["type"];

/** The schema proves that a halt or a statistic names one target; its type can only say that it may name two. */
type Proven = "TradingHalted" | "TradingResumed" | "StatisticPublished";

type Differs<A, B> = [A] extends [B]
  ? [B] extends [A]
    ? never
    : "the schema lacks something"
  : "the schema has more";
type Differences = { [T in Exclude<Types, Proven>]: Differs<Written<T>, Declared<T>> }[Exclude<
  Types,
  Proven
>];

export const noDifference: [Differences] extends [never] ? true : Differences = true;
export const sameTypes: [Differs<ParsedEvent["type"], Types>] extends [never] ? true : false = true;
export const provenAreRead: [Declared<Proven>] extends [Written<Proven>] ? true : false = true;
