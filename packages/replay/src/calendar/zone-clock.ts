/**
 * Converts local time of one IANA zone to instants and back. A zone has one offset between two changes of its
 * clocks: those spans are found with Temporal when they are first needed, and the rest is plain arithmetic.
 */
import { dayNumber, formatDay, type Instant, type TradingDate } from "@tapefold/core";
import { Temporal } from "temporal-polyfill";

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_MILLI = 1000;
const NANOS_PER_MICRO = 1000;

/** Why a local time has no single instant: the clocks skip it, or show it twice. */
export type ClockGap = "skipped" | "repeated";

/** Offset from UTC in microseconds over a span of instants, its end excluded. */
interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

/** The clock of one IANA time zone. */
export class ZoneClock {
  readonly zone: string;
  readonly #spans: Span[] = [];
  #last: Span = { from: Infinity, to: -Infinity, offset: 0 };

  constructor(zone: string) {
    this.zone = zone;
  }

  /** The instant of a local date and microseconds after its midnight. */
  instantOf(date: TradingDate, micros: number): Instant | ClockGap {
    const day = dayNumber(date);
    if (day === undefined) throw new RangeError(`${date} is no date`);
    const local = day * MICROS_PER_DAY + micros;
    // No offset is a day, and no zone changes its clocks twice within two.
    const before = this.#offsetAt(local - MICROS_PER_DAY);
    const after = this.#offsetAt(local + MICROS_PER_DAY);
    if (before === after) return local - before;
    const [earlier, later] = [before, after].map((offset) =>
      this.#offsetAt(local - offset) === offset ? local - offset : undefined,
    );
    if (earlier === undefined) return later ?? "skipped";
    return later === undefined ? earlier : "repeated";
  }

  /** The local date at an instant. */
  dateOf(instant: Instant): TradingDate {
    return formatDay(Math.floor((instant + this.#offsetAt(instant)) / MICROS_PER_DAY));
  }

  /** Microseconds since local midnight, as the clock on the wall shows them. */
  timeOf(instant: Instant): number {
    const local = instant + this.#offsetAt(instant);
    return local - Math.floor(local / MICROS_PER_DAY) * MICROS_PER_DAY;
  }

  #offsetAt(instant: Instant): number {
    if (instant < this.#last.from || instant >= this.#last.to) this.#last = this.#spanAt(instant);
    return this.#last.offset;
  }

  #spanAt(instant: Instant): Span {
    const known = this.#spans.find(({ from, to }) => from <= instant && instant < to);
    if (known !== undefined) return known;
    const millis = Math.floor(instant / MICROS_PER_MILLI);
    const zoned = Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(this.zone);
    // A change at this very instant begins the span, so the search for it starts just after it.
    const from = zoned.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
    const to = zoned.getTimeZoneTransition("next");
    const span = {
      from: from === null ? -Infinity : from.epochMilliseconds * MICROS_PER_MILLI,
      to: to === null ? Infinity : to.epochMilliseconds * MICROS_PER_MILLI,
      offset: zoned.offsetNanoseconds / NANOS_PER_MICRO,
    };
    this.#spans.push(span);
    return span;
  }
}
