/**
 * Local time of one IANA zone to instants and back. Most days have one offset, found once with Temporal and then
 * plain arithmetic; on a day the clocks change every time of day is asked for.
 */
import { dayNumber, formatDay, type Instant, type TradingDate } from "@tapefold/core";
import { Temporal } from "temporal-polyfill";

const MICROS_PER_DAY = 86_400_000_000;
const NANOS_PER_MICRO = 1000;

/** Why a local time has no one instant: the clocks jump over it, or show it twice. */
export type ClockGap = "skipped" | "repeated";

export class ZoneClock {
  readonly zone: string;
  /** Offset from UTC in microseconds at local midnight, by day number. */
  readonly #offsets = new Map<number, number>();

  constructor(zone: string) {
    this.zone = zone;
  }

  /** The instant of a local date and microseconds after its midnight. */
  instantOf(date: TradingDate, micros: number): Instant | ClockGap {
    const day = dayNumber(date);
    if (day === undefined) throw new RangeError(`${date} is no date`);
    const offset = this.#offsetOn(day);
    return offset === null ? this.#onChange(date, micros) : day * MICROS_PER_DAY + micros - offset;
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

  #onChange(date: TradingDate, micros: number): Instant | ClockGap {
    const local = Temporal.PlainDate.from(date).toPlainDateTime().add({ microseconds: micros });
    const [earlier, later] = (["earlier", "later"] as const).map(
      (disambiguation) => local.toZonedDateTime(this.zone, { disambiguation }).epochMilliseconds,
    );
    if (earlier === later) return (earlier ?? 0) * 1000 + (micros % 1000);
    const reads = local.toZonedDateTime(this.zone, { disambiguation: "earlier" }).toPlainDateTime();
    return reads.equals(local) ? "repeated" : "skipped";
  }

  /** The day's one offset, or null where the clocks change in it. */
  #offsetOn(day: number): number | null {
    const start = this.#offsetAtMidnight(day);
    return this.#offsetAtMidnight(day + 1) === start ? start : null;
  }

  #offsetAtMidnight(day: number): number {
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      const midnight = Temporal.PlainDate.from(formatDay(day)).toZonedDateTime(this.zone);
      offset = midnight.offsetNanoseconds / NANOS_PER_MICRO;
      this.#offsets.set(day, offset);
    }
    return offset;
  }

  #offsetAt(instant: Instant): number {
    // The local day is at most one off the UTC day; where the days around agree, so does the instant.
    const day = Math.floor(instant / MICROS_PER_DAY);
    const [before, on, after] = [day - 1, day, day + 1].map((each) => this.#offsetOn(each));
    if (before !== undefined && before !== null && before === on && on === after) return before;
    const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1000)).toZonedDateTimeISO(
      this.zone,
    );
    return zoned.offsetNanoseconds / NANOS_PER_MICRO;
  }
}
