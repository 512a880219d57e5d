import type { Instant, MarketEvent, ReadableLog, Recorded, State } from "@tapefold/core";
import { BehaviorSubject, type Observable } from "rxjs";
import type { AsOf } from "../tape/as-of.ts";
import type { Speed, TapeClock } from "./tape-clock.ts";
import { TapeFold } from "./tape-fold.ts";
import type { Mark, TapeSurvey } from "./tape-survey.ts";
import { stepTarget, type StepUnit } from "./step-target.ts";

/** A moment of a playing tape: where it stands, how it goes on, and the market as it was known by then. */
export interface Moment {
  readonly status: "paused" | "playing" | "ended";
  readonly speed: Speed;
  /** Position of the last event that has happened; 0 before the first. */
  readonly position: number;
  /** That event's instant. */
  readonly at: Instant | null;
  readonly state: State;
}

type Predicate = (moment: Moment, event: MarketEvent) => boolean;

interface Run {
  readonly holds: Predicate | undefined;
  readonly stop: AbortController;
  over: Promise<void>;
  /** True if it came to its end by itself. */
  isDone: boolean;
}

/** A tape that is played: paused, at a speed, forward and back. */
export class Transport {
  readonly #log: ReadableLog;
  readonly #survey: TapeSurvey;
  readonly #clock: TapeClock;
  readonly #fold: TapeFold;
  readonly #moments: BehaviorSubject<Moment>;
  #run: Run | undefined;
  /** Commands run one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: ReadableLog, survey: TapeSurvey, clock: TapeClock) {
    this.#log = log;
    this.#survey = survey;
    this.#clock = clock;
    this.#fold = new TapeFold(log);
    this.#moments = new BehaviorSubject(this.#momentAs("paused"));
  }

  /** The events worth going to. */
  get marks(): readonly Mark[] {
    return this.#survey.marks;
  }

  /** Position of the last event. */
  get head(): number {
    return this.#survey.head;
  }

  /** The present moment, at once, and each one after it; completes at `close`, fails with what reading the tape throws. */
  get moments(): Observable<Moment> {
    return this.#moments.asObservable();
  }

  get moment(): Moment {
    return this.#moments.value;
  }

  /** Plays on from here; resolves when it has begun. */
  play(): Promise<void> {
    return this.#command(async () => this.#begin(undefined));
  }

  /** Plays on until the predicate holds after an event, and pauses there. */
  runUntil(holds: Predicate): Promise<void> {
    return this.#command(async () => this.#begin(holds));
  }

  /**
   * Resolves when it no longer plays: paused, at the end, or where it was to run to; fails with the fault
   * that stopped it.
   */
  async played(): Promise<void> {
    await this.#turn;
    await this.#run?.over;
    if (this.#moments.hasError) throw this.#moments.thrownError;
  }

  pause(): Promise<void> {
    return this.#command(async () => undefined);
  }

  /** Changes the speed at once. */
  setSpeed(speed: Speed): Promise<void> {
    return this.#command(async (run) => {
      this.#clock.speed = speed;
      if (run !== undefined) this.#begin(run.holds);
    });
  }

  /**
   * Goes to a position or instant, forward or back; stands at an end if it lies past that. Plays on if it
   * played.
   */
  seek(asOf: AsOf): Promise<void> {
    return this.#goTo(async () =>
      "position" in asOf ? asOf.position : this.#survey.positionAt(asOf.instant),
    );
  }

  /** Goes one unit on or back. Plays on if it played. */
  step(unit: StepUnit, direction: 1 | -1 = 1): Promise<void> {
    return this.#goTo(() => stepTarget(this.#log, this.#survey, this.#fold.position, unit, direction));
  }

  /** Frees everything. */
  async close(): Promise<void> {
    await this.pause();
    this.#moments.complete();
  }

  #goTo(target: () => Promise<number>): Promise<void> {
    return this.#command(async (run) => {
      await this.#fold.goTo(Math.min(Math.max(await target(), 0), this.head));
      const { position, at } = this.#fold.state;
      const before = this.#survey.sessions.filter((told) => told.position <= position);
      this.#clock.setTo(
        at,
        before.map(({ event }) => event),
      );
      if (run !== undefined) this.#begin(run.holds);
    });
  }

  /** Stops playing, works with the run that was stopped, and shows the outcome. */
  #command(work: (stopped: Run | undefined) => Promise<void>): Promise<void> {
    this.#run?.stop.abort();
    const done = this.#turn.then(async () => {
      const run = this.#run;
      run?.stop.abort();
      await run?.over;
      this.#run = undefined;
      this.#clock.hold();
      await work(run?.isDone === true ? undefined : run);
      if (this.#run === undefined) this.#show("paused");
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #begin(holds: Predicate | undefined): void {
    const run: Run = { holds, stop: new AbortController(), over: Promise.resolve(), isDone: false };
    this.#run = run;
    this.#show("playing");
    run.over = this.#play(run).catch((error: unknown) => this.#moments.error(error));
  }

  async #play(run: Run): Promise<void> {
    const { signal } = run.stop;
    for await (const batch of this.#log.read({ from: this.#fold.position + 1 })) {
      for await (const due of this.#clock.dealOut(batch, signal)) {
        // A predicate is asked after each event.
        for (const part of run.holds === undefined ? [due] : due.map((one) => [one])) {
          await this.#fold.add(part);
          run.isDone = run.holds?.(this.#momentAs("playing"), (part[0] as Recorded).event) === true;
          this.#show(run.isDone ? "paused" : "playing");
          if (run.isDone || signal.aborted) return;
        }
      }
      if (signal.aborted) return;
    }
    run.isDone = true;
    this.#show("paused");
  }

  #show(status: "paused" | "playing"): void {
    this.#moments.next(this.#momentAs(status));
  }

  #momentAs(status: "paused" | "playing"): Moment {
    const { state } = this.#fold;
    const { position, at } = state;
    const isOver = status === "paused" && position >= this.head && position > 0;
    return Object.freeze({
      status: isOver ? "ended" : status,
      speed: this.#clock.speed,
      position,
      at,
      state,
    });
  }
}
