/** A tape played on a terminal, with keys. */
import { MarketError } from "@tapefold/core";
import type { Speed } from "../play/tape-clock.ts";
import type { Moment, Transport } from "../play/transport.ts";
import { parseAsOf } from "../tape/as-of.ts";
import { printable } from "./printable.ts";
import type { Looks } from "./board-style.ts";
import type { Io } from "./io.ts";
import { keysOf } from "./keyboard.ts";
import { LiveBoard } from "./live-board.ts";
import { KEYS, transportLines } from "./transport-lines.ts";

const SPEEDS: readonly Speed[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, "max"];

/** Plays a tape until its end, or until the user leaves it, and gives the position it then stands at. */
export async function playOnTerminal(tape: Transport, name: string, io: Io, looks: Looks): Promise<number> {
  const board = new LiveBoard(name, io, looks);
  const player = new Player(tape, board);
  const unlisten = io.keyboard?.((typed) => {
    for (const key of keysOf(typed)) player.press(key);
  });
  const unstop = io.onStop?.(() => player.press("q"));
  try {
    await player.play();
    // Commands given before leaving are finished.
    await tape.pause();
  } finally {
    unlisten?.();
    unstop?.();
    await board.close();
  }
  return tape.moment.position;
}

class Player {
  readonly #tape: Transport;
  readonly #board: LiveBoard;
  readonly #left: Promise<void>;
  #leave: () => void = () => undefined;
  #showsKeys = false;
  /** The text typed after `g`; undefined while nothing is asked. */
  #typed: string | undefined;
  /** The fault in the typed text. */
  #told = "";

  constructor(tape: Transport, board: LiveBoard) {
    this.#tape = tape;
    this.#board = board;
    this.#left = new Promise((resolve) => (this.#leave = resolve));
  }

  async play(): Promise<void> {
    let fault: unknown;
    let wasPlaying = false;
    const shown = this.#tape.moments.subscribe({
      next: (moment) => {
        this.#show(moment);
        if (wasPlaying && moment.status === "ended") this.#leave();
        wasPlaying = moment.status === "playing";
      },
      error: (error: unknown) => {
        fault = error;
        this.#leave();
      },
    });
    await this.#tape.play();
    await this.#left;
    shown.unsubscribe();
    if (fault !== undefined) throw fault;
  }

  press(key: string): void {
    this.#told = "";
    if (this.#typed === undefined) this.#do(key);
    else this.#type(key);
    this.#show(this.#tape.moment);
  }

  #do(key: string): void {
    const tape = this.#tape;
    const { status } = tape.moment;
    const unit = status === "playing" ? "minute" : "event";
    const commands: Readonly<Record<string, () => void>> = {
      " ": () => void (status === "playing" ? tape.pause() : tape.play()),
      right: () => void tape.step(unit),
      left: () => void tape.step(unit, -1),
      down: () => void tape.step("session"),
      up: () => void tape.step("session", -1),
      ".": () => void tape.step("mark"),
      ",": () => void tape.step("mark", -1),
      "]": () => void tape.setSpeed(this.#speed(1)),
      "[": () => void tape.setSpeed(this.#speed(-1)),
      g: () => (this.#typed = ""),
      "?": () => (this.#showsKeys = !this.#showsKeys),
      q: this.#leave,
      interrupt: this.#leave,
    };
    if (Object.hasOwn(commands, key)) commands[key]?.();
  }

  /** The next speed of the list that is faster, or slower. */
  #speed(direction: 1 | -1): Speed {
    const value = (speed: Speed): number => (speed === "max" ? Infinity : speed);
    const now = value(this.#tape.moment.speed);
    const next =
      direction === 1
        ? SPEEDS.find((speed) => value(speed) > now)
        : SPEEDS.findLast((speed) => value(speed) < now);
    return next ?? this.#tape.moment.speed;
  }

  #type(key: string): void {
    const typed = this.#typed ?? "";
    if (key === "enter") {
      this.#typed = undefined;
      this.#goTo(typed);
    } else if (key === "escape" || key === "interrupt") this.#typed = undefined;
    else if (key === "backspace") this.#typed = typed.slice(0, -1);
    else if (key.length === 1) this.#typed = typed + key;
  }

  #goTo(typed: string): void {
    try {
      if (typed !== "") void this.#tape.seek(parseAsOf(typed));
    } catch (error) {
      if (!(error instanceof MarketError)) throw error;
      this.#told = error.message;
    }
  }

  #show(moment: Moment): void {
    this.#board.show(moment.state, this.#tape.head, (columns) => {
      const keys = this.#showsKeys ? `${KEYS.join("\n")}\n` : "";
      const asked = this.#typed === undefined ? this.#told : `go to: ${this.#typed}`;
      return `${keys}${transportLines(this.#tape, moment, columns)}${asked === "" ? "" : `${printable(asked)}\n`}`;
    });
  }
}
