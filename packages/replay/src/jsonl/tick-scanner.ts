/**
 * Reads the line of a tick straight from its bytes, in a third of the time that JSON and the schema take. A line
 * whose layout it doesn't know to the letter is left to them, so nothing is ever read that they would refuse,
 * or read otherwise.
 */
import { isInstrumentId, parseInstant, type EventOf } from "@tapefold/core";
import { keyText } from "../tape/interned-name.ts";
import { tickOf } from "../tape/tick-of.ts";
import {
  AT,
  END,
  ID,
  INSTRUMENT,
  isWhole,
  PRICE,
  SEQ,
  SIZE,
  SOURCE,
  START,
  type Step,
  TickLayout,
} from "./tick-layout.ts";

const QUOTE = 0x22;
const DOT = 0x2e;
const ZERO = 0x30;
/** Most digits of a whole number that a double is sure to hold. */
const DIGITS_MOST = 15;
const POWERS_OF_TEN = Array.from({ length: DIGITS_MOST + 1 }, (_, exponent) => 10 ** exponent);

/** Enough lines that a call for their text hardly counts; few, as an id may keep all of it in memory. */
const WINDOW_BYTES = 4096;

/**
 * Characters allowed in an event's id, in that of an instrument, and in the name of a source; a first
 * character may be more restricted.
 */
const ID_CHARS = tableOf((char) => char > " " && char <= "~" && char !== '"' && char !== "\\");
const INSTRUMENT_CHARS = tableOf((char) => isInstrumentId(`A${char}`));
const INSTRUMENT_FIRST = tableOf(isInstrumentId);
const NAME = tableOf((char) => /[A-Za-z0-9._:^-]/.test(char));
const NAME_FIRST = tableOf((char) => /[A-Za-z0-9^]/.test(char));

export class TickScanner {
  /**
   * The chunk may hold other lines too; none is read past its end, as no part of a tick is matched by a line
   * feed.
   */
  #line: Buffer = Buffer.alloc(0);
  /** The next byte to be read; -1 once the line is not what the scanner knows. */
  #at = 0;
  /** A part of the chunk as text. */
  #window = { line: this.#line, from: 0, to: 0, text: "" };
  readonly #names = (names ??= new NameTable());
  readonly #layout = new TickLayout();
  readonly #date = Buffer.alloc(10);
  #dayMicros = 0;

  /**
   * The tick on a line, the bytes of `line` between two places; undefined if it must be read in the ordinary
   * way.
   */
  scan(line: Buffer, from: number, to: number): EventOf<"PriceTicked"> | undefined {
    this.#line = line;
    this.#at = from;
    let [idFrom, idTo, at, price] = [0, 0, 0, 0 as number | string];
    let [instrument, source]: (string | undefined)[] = [];
    let [size, seq]: [(number | string)?, number?] = [];
    let seen = 0;
    for (let place = START as number; this.#at >= 0;) {
      const step = this.#step(place);
      if (step === undefined || (seen & step.bits) !== 0) return undefined;
      seen |= step.bits;
      place = step.to;
      if (place === ID) [idFrom, idTo] = [this.#at, this.#skip(ID_CHARS, 128)];
      else if (place === AT) at = this.#instant();
      else if (place === INSTRUMENT) instrument = this.#name(INSTRUMENT_FIRST, INSTRUMENT_CHARS);
      else if (place === PRICE) price = this.#decimal();
      else if (place === SIZE) size = this.#decimal();
      else if (place === SOURCE) source = this.#name(NAME_FIRST, NAME);
      else if (place === SEQ) seq = this.#number(false);
      else if (place === END) {
        if (this.#at !== to || !isWhole(seen) || instrument === undefined) return undefined;
        return tickOf(this.#text(from, idFrom, idTo), at, instrument, price, size, source, seq);
      }
    }
    return undefined;
  }

  /** Learns the layout of a line that was read as a tick in the ordinary way. */
  learn(line: Buffer, from: number, to: number): void {
    this.#layout.learn(line.toString("latin1", from, to));
  }

  /** Passes over what stands between a place and the next one; undefined if that is unknown. */
  #step(place: number): Step | undefined {
    const steps = this.#layout.after[place] as readonly Step[];
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] as Step;
      if (this.#follows(step.text)) return step;
    }
    return undefined;
  }

  /** The characters between two places of a line, which are ASCII. Lines become text many at a time. */
  #text(lineFrom: number, from: number, to: number): string {
    if (this.#window.line !== this.#line || from < this.#window.from || to > this.#window.to) {
      const windowTo = Math.min(this.#line.length, Math.max(lineFrom + WINDOW_BYTES, to));
      const text = this.#line.toString("latin1", lineFrom, windowTo);
      this.#window = { line: this.#line, from: lineFrom, to: windowTo, text };
    }
    return this.#window.text.slice(from - this.#window.from, to - this.#window.from);
  }

  /** Passes over a text if it comes next. */
  #follows(text: Uint8Array): boolean {
    const line = this.#line;
    const from = this.#at;
    for (let index = 0; index < text.length; index += 1) if (line[from + index] !== text[index]) return false;
    this.#at = from + text.length;
    return true;
  }

  /** Passes over one to `most` bytes of a kind, up to a closing quote; gives their end. */
  #skip(kind: Uint8Array, most: number): number {
    if (this.#at < 0) return -1;
    const line = this.#line;
    const from = this.#at;
    let end = from;
    while (kind[line[end] as number] === 1) end += 1;
    this.#at = end > from && end - from <= most && line[end] === QUOTE ? end : -1;
    return end;
  }

  #name(first: Uint8Array, kind: Uint8Array): string | undefined {
    const from = this.#at;
    if (from < 0 || first[this.#line[from] ?? 0] !== 1) return undefined;
    const end = this.#skip(kind, 64);
    return this.#at < 0 ? undefined : this.#names.text(this.#line, from, end);
  }

  /** Microseconds of `YYYY-MM-DDTHH:MM:SS`, with up to 6 decimals. */
  #instant(): number {
    if (this.#at < 0) return 0;
    const line = this.#line;
    const from = this.#at;
    if (
      line[from + 10] !== 0x54 ||
      line[from + 13] !== 0x3a ||
      line[from + 16] !== 0x3a ||
      !this.#isDay(from)
    )
      return this.#refuse();
    const [hours, minutes, seconds] = [
      this.#twoDigits(from + 11),
      this.#twoDigits(from + 14),
      this.#twoDigits(from + 17),
    ];
    if (hours > 23 || minutes > 59 || seconds > 59) return this.#refuse();
    let end = from + 19;
    let micros = 0;
    if (line[end] === DOT) {
      const first = end + 1;
      end = first;
      for (let digit = digitOf(line[end]); digit <= 9 && end - first < 6; digit = digitOf(line[end])) {
        micros = micros * 10 + digit;
        end += 1;
      }
      if (end === first) return this.#refuse();
      micros *= POWERS_OF_TEN[6 - (end - first)] as number;
    }
    this.#at = end;
    return this.#dayMicros + (hours * 3600 + minutes * 60 + seconds) * 1_000_000 + micros;
  }

  /** True for a date that exists; ticks of one day follow each other, so the last one is kept. */
  #isDay(from: number): boolean {
    const line = this.#line;
    const known = this.#date;
    let same = 0;
    while (same < 10 && line[from + same] === known[same]) same += 1;
    if (same === 10) return true;
    const day = parseInstant(`${line.toString("latin1", from, from + 10)}T00:00:00Z`);
    if (day === undefined || !Number.isSafeInteger(day + 86_400_000_000)) return false;
    line.copy(known, 0, from, from + 10);
    this.#dayMicros = day;
    return true;
  }

  #twoDigits(from: number): number {
    const [tens, ones] = [digitOf(this.#line[from]), digitOf(this.#line[from + 1])];
    return tens > 9 || ones > 9 ? 99 : tens * 10 + ones;
  }

  /** A number above or at zero, without an exponent, of few enough digits to be exact in a double. */
  #number(mayHaveDecimals: boolean): number {
    if (this.#at < 0) return 0;
    const line = this.#line;
    const from = this.#at;
    let end = from;
    let value = 0;
    let decimals = -1;
    for (; end - from <= DIGITS_MOST; end += 1) {
      const digit = digitOf(line[end]);
      if (digit <= 9) value = value * 10 + digit;
      else if (line[end] === DOT && decimals < 0 && mayHaveDecimals && end > from) decimals = end;
      else break;
    }
    const digits = end - from - (decimals < 0 ? 0 : 1);
    const isWhole = decimals < 0 || decimals < end - 1;
    const hasLeadingZero = line[from] === ZERO && end > from + 1 && line[from + 1] !== DOT;
    if (digits === 0 || digits > DIGITS_MOST || !isWhole || hasLeadingZero || digitOf(line[end]) <= 9)
      return this.#refuse();
    this.#at = end;
    // Both sides are exact, so the quotient is the double nearest to the decimal: what JSON reads.
    return decimals < 0 ? value : value / (POWERS_OF_TEN[end - 1 - decimals] as number);
  }

  /** A number, or one written as text. */
  #decimal(): number | string {
    if (this.#at < 0 || this.#line[this.#at] !== QUOTE) return this.#number(true);
    const from = this.#at + 1;
    this.#at = from;
    this.#number(true);
    const to = this.#at;
    if (to < 0 || this.#line[to] !== QUOTE) return this.#refuse();
    this.#at = to + 1;
    return this.#line.toString("latin1", from, to);
  }

  #refuse(): number {
    this.#at = -1;
    return 0;
  }
}

/** Keeps one text for each name that comes again and again. */
class NameTable {
  readonly #texts: (string | undefined)[] = Array.from({ length: NAMES_KEPT }, () => undefined);

  text(line: Buffer, from: number, to: number): string {
    let hash = to - from;
    for (let index = from; index < to; index += 1)
      hash = (Math.imul(hash, 31) + (line[index] as number)) >>> 0;
    // Names in a row have hashes in a row; spreading keeps them from crowding each other out.
    let slot = Math.imul(hash, 0x9e3779b1) >>> (32 - NAMES_KEPT_BITS);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const known = this.#texts[slot];
      if (known === undefined) break;
      if (known.length === to - from && isText(known, line, from)) return known;
      slot = (slot + 1) % NAMES_KEPT;
    }
    const text = keyText(line.toString("latin1", from, to));
    this.#texts[slot] = text;
    return text;
  }
}

/** One for all readers: a follower begins a reading for every few lines. */
let names: NameTable | undefined;

const NAMES_KEPT_BITS = 14;
const NAMES_KEPT = 2 ** NAMES_KEPT_BITS;
/** Names of one place take the next ones; then the last of them makes room. */
const TRIES = 8;

function isText(text: string, line: Buffer, from: number): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (text.charCodeAt(index) !== line[from + index]) return false;
  return true;
}

/** The digit 0 to 9, or a larger number for any other byte. */
function digitOf(byte: number | undefined): number {
  return ((byte ?? 0) - ZERO) >>> 0;
}

function tableOf(holds: (char: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    byte < 128 && holds(String.fromCharCode(byte)) ? 1 : 0,
  );
}
