import type { State } from "@tapefold/core";
import { Subject } from "rxjs";
import { conflate } from "../follow/conflate.ts";
import { boardOf } from "./board.ts";
import { renderBoard } from "./board-text.ts";
import type { Looks } from "./board-style.ts";
import type { Io } from "./io.ts";
import { Screen } from "./screen.ts";
import { SessionLines } from "./session-lines.ts";

/** Shortest time between two drawings, in milliseconds. */
const FRAME_MS = 100;

/** A board on a terminal that is drawn again as it changes; shows nothing if redraws are not welcome. */
export class LiveBoard {
  /** Session prices of the states that were shown. */
  readonly lines = new SessionLines();
  readonly #name: string;
  readonly #screen: Screen | undefined;
  readonly #frames = new Subject<() => string>();
  readonly #startedMs = performance.now();
  #drawn: Promise<void> = Promise.resolve();

  constructor(name: string, io: Io, looks: Looks) {
    this.#name = name;
    this.#screen = io.isLively ? new Screen(io, looks) : undefined;
    this.#frames.pipe(conflate({ intervalMs: FRAME_MS })).subscribe((frame) => {
      this.#drawn = this.#drawn.then(() => this.#screen?.draw(frame()));
    });
  }

  /** Shows a state, with lines below it that always stay in sight. */
  show(state: State, head: number, foot: (columns: number) => string = () => ""): void {
    const screen = this.#screen;
    this.lines.look(state);
    if (screen === undefined) return;
    this.#frames.next(() => {
      const board = boardOf(this.#name, { state, head }, performance.now() - this.#startedMs, this.lines);
      const { style } = screen;
      const lines = foot(style.columns).split("\n").slice(0, -1);
      return screen.fitted(renderBoard(board, style), lines);
    });
  }

  /** Draws what waits, then leaves the terminal empty. */
  async close(): Promise<void> {
    this.#frames.complete();
    await this.#drawn;
    await this.#screen?.clear();
  }
}
