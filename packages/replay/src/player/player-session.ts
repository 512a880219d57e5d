import { MarketError } from "@tapefold/core";
import { namedEvent, type NamedEvent } from "../ask/named-event.ts";
import { TapeClock } from "../play/tape-clock.ts";
import { TapeFold } from "../play/tape-fold.ts";
import { Transport } from "../play/transport.ts";
import { type AsOf, parseAsOf } from "../tape/as-of.ts";
import { causesBehind, eventsUpTo, valueCauses } from "./causes.ts";
import { eventsLeftOut } from "./events-left-out.ts";
import { FrameChanges } from "./frame-changes.ts";
import { frameOf, type Look } from "./frame.ts";
import type { LoadedTape } from "./loaded-tape.ts";
import type { Answer, Request, Status } from "./request.ts";

/** The tape that every page plays. */
export interface PlayedTape {
  readonly tape: LoadedTape;
  readonly canFollow: boolean;
  /** The fault at which the tape's reading ended; undefined if there was none so far. */
  fault: MarketError | undefined;
}

/** Events that the page shows up to its moment. */
const EVENTS_SHOWN = 24;
const SPEED_AT_FIRST = 60;

/**
 * The player of one page: a moment of the tape, moved by its requests. It is sent as frames, the next one only after the
 * page has painted the last; so a slow page misses frames, and none of them waits.
 */
export class PlayerSession {
  readonly #played: PlayedTape;
  readonly #send: (answer: Answer) => void;
  readonly #transport: Transport;
  readonly #changes = new FrameChanges();
  #look: Look = { instrument: null, find: "", page: 0 };
  #isFollowing = false;
  /** The moment without some events; undefined if none is left out. */
  #other: TapeFold | undefined;
  #without: readonly NamedEvent[] = [];
  /** The place to go to next; later ones take its place. */
  #target: AsOf | undefined;
  #isSeeking = false;
  /** False until the place is reached at which the tape is opened. */
  #isOpened = false;
  #frame = 0;
  #isPainted = true;
  #isDue = true;
  #isDrawing = false;
  #isClosed = false;

  constructor(played: PlayedTape, send: (answer: Answer) => void) {
    this.#played = played;
    this.#send = (answer) => {
      if (!this.#isClosed) send(answer);
    };
    const { tape } = played;
    const clock = new TapeClock({ speed: SPEED_AT_FIRST, skipsIdle: true });
    this.#transport = new Transport(tape, tape.survey, clock);
    this.#seek({ position: startOf(tape) });
    this.#transport.moments.subscribe({
      next: () => this.#draw(),
      error: (error: unknown) => this.fail(error),
    });
  }

  /** Does what a page asks; a fault is an answer. */
  receive(request: Request): void {
    this.#do(request).catch((error: unknown) => this.fail(error));
  }

  /** Called when the tape has grown. */
  grown(): void {
    if (this.#isFollowing) this.#seek({ position: this.#played.tape.position });
    this.#draw();
  }

  /** Tells the page of a fault. */
  fail(error: unknown): void {
    const code = error instanceof MarketError ? error.code : "INTERNAL";
    const message = error instanceof Error ? error.message : String(error);
    this.#send({ kind: "fault", code, message });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#transport.close();
  }

  async #do(request: Request): Promise<void> {
    const { tape } = this.#played;
    switch (request.do) {
      case "hello":
        return this.#draw();
      case "play":
        this.#isFollowing = false;
        return this.#transport.play();
      case "pause":
        this.#isFollowing = false;
        return this.#transport.pause();
      case "speed":
        return this.#transport.setSpeed(request.speed);
      case "seek":
        this.#isFollowing = false;
        return this.#seek(parseAsOf(request.to));
      case "step":
        this.#isFollowing = false;
        return this.#transport.step(request.unit, request.direction);
      case "follow":
        this.#isFollowing = request.isOn && this.#played.canFollow;
        return this.grown();
      case "look": {
        const { do: _, ...look } = request;
        this.#look = look;
        return this.#draw();
      }
      case "without":
        return this.#leaveOut(request.positions);
      case "why":
        return this.#send({
          kind: "why",
          ...(await valueCauses(tape, this.#transport.moment.state, request.field)),
        });
      case "behind":
        return this.#send({
          kind: "behind",
          of: request.of,
          causes: await causesBehind(tape, this.#known(request.of)),
        });
      case "events": {
        const { position } = this.#transport.moment;
        const events = await eventsUpTo(tape, position, EVENTS_SHOWN);
        return this.#send({ kind: "events", position, events: events.map(namedEvent) });
      }
      case "digest": {
        const { position, state } = this.#transport.moment;
        return this.#send({ kind: "digest", position, digest: state.digest });
      }
      case "painted":
        this.#isPainted ||= request.frame === this.#frame;
        if (this.#isDue) this.#draw();
    }
  }

  /** Nothing is told of what lies after the moment. */
  #known<P extends { readonly position: number }>(asked: P): P {
    return { ...asked, position: Math.min(asked.position, this.#transport.moment.position) };
  }

  #seek(target: AsOf): void {
    this.#target = target;
    if (this.#isSeeking) return;
    this.#isSeeking = true;
    void this.#goToTarget()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#isSeeking = false;
        this.#isOpened = true;
        if (this.#isDue) this.#draw();
      });
  }

  async #goToTarget(): Promise<void> {
    for (let target = this.#target; target !== undefined; target = this.#target) {
      this.#target = undefined;
      await this.#transport.seek(target);
    }
  }

  async #leaveOut(positions: readonly number[]): Promise<void> {
    const { tape } = this.#played;
    const known = new Set(positions.filter((position) => position > 0 && position <= tape.position));
    const events = await Promise.all([...known].map((position) => eventsUpTo(tape, position, 1)));
    this.#without = events.flat().map(namedEvent);
    this.#other = known.size === 0 ? undefined : new TapeFold(eventsLeftOut(tape, known));
    this.#draw();
  }

  /** Sends the newest moment, as soon as the page has painted the one before. */
  #draw(): void {
    this.#isDue = true;
    if (this.#isDrawing || !this.#isPainted || !this.#isOpened) return;
    this.#isDrawing = true;
    void this.#sendFrame()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#isDrawing = false;
        if (this.#isDue && this.#isPainted && !this.#isClosed) this.#draw();
      });
  }

  async #sendFrame(): Promise<void> {
    this.#isDue = false;
    const { state } = this.#transport.moment;
    const other = this.#other;
    if (other !== undefined) await other.goTo(state.position);
    const frame = frameOf(this.#played.tape, state, this.#look, other?.state);
    this.#frame += 1;
    this.#isPainted = false;
    this.#send({
      kind: "frame",
      frame: this.#frame,
      status: this.#status(),
      changes: this.#changes.of(frame),
    });
  }

  #status(): Status {
    const { tape, canFollow, fault } = this.#played;
    const { status, speed } = this.#transport.moment;
    return {
      tape: tape.name.split(/[\\/]/).at(-1) ?? "",
      head: tape.position,
      isPlaying: status === "playing",
      speed,
      isFollowing: this.#isFollowing,
      canFollow,
      without: this.#without,
      fault: fault?.message ?? null,
    };
  }
}

/** A tape is opened at the opening of its last day, or at its end if it has no session. */
function startOf({ survey, position }: LoadedTape): number {
  const opens = survey.sessions.flatMap(({ position: at, event }) =>
    event.type === "SessionOpened" ? [{ at, date: event.date }] : [],
  );
  const last = opens.reduce((latest, { date }) => (date > latest ? date : latest), "");
  return opens.find(({ date }) => date === last)?.at ?? position;
}
