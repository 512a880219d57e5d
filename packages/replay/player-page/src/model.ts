/** The page's knowledge: the documents of the last frame, and what was answered; components look at signals. */
import { batch, type Signal, signal } from "@preact/signals";
import type { NamedEvent } from "../../src/ask/named-event.ts";
import type { ShownCause, ShownValue } from "../../src/player/causes.ts";
import type { FrameDocuments } from "../../src/player/frame.ts";
import type { Answer, Request, Status } from "../../src/player/request.ts";
import { type Link, socketLink, workerLink, type WorkerNews, type WorkerTape } from "./link.ts";
import { fragmentOf, type Place, placeOf, ticketOf } from "./place.ts";

type Connection = "waiting" | "dropped" | "loading" | "open" | "lost" | "refused";

const ticket = ticketOf(location.hash);
const documents = new Map<string, Signal<unknown>>();
let link: Link | undefined;

export const connection = signal<Connection>(ticket.isStatic ? "dropped" : "waiting");
export const loadedEvents = signal(0);
export const status = signal<Status | null>(null);
export const place = signal<Place>(placeOf(location.hash));
export const find = signal("");
export const boardPage = signal(0);
export const fault = signal<string | null>(null);
export const why = signal<ShownValue | null>(null);
/** Causes behind causes, by the question. */
export const behind = signal<ReadonlyMap<string, readonly ShownCause[]>>(new Map());
export const events = signal<readonly NamedEvent[]>([]);
export const digest = signal<{ readonly position: number; readonly digest: string } | null>(null);
/** Names of the documents that the last step changed; none while the tape plays. */
export const changed = signal<ReadonlySet<string>>(new Set());

/** A document of the last frame; null before there is one. */
export function documentOf<D extends keyof FrameDocuments>(
  name: D | `${D}:${string}`,
): Signal<FrameDocuments[D] | null> {
  const known = documents.get(name) ?? signal(null);
  documents.set(name, known);
  return known as Signal<FrameDocuments[D] | null>;
}

/** A list that came in stretches. */
export function stretchesOf<D extends "chart" | "marks">(name: D): FrameDocuments[D] {
  const parts: unknown[] = [];
  for (let at = 0; ; at += 1) {
    const part = documentOf(`${name}:${at}`).value as readonly unknown[] | null;
    if (part === null) return parts as unknown as FrameDocuments[D];
    parts.push(...part);
  }
}

export function send(request: Request): void {
  fault.value = null;
  if (connection.value === "open") link?.send(request);
}

/** Connects to where the page comes from, or to a worker if it folds by itself. */
export function connect(): void {
  if (!ticket.isStatic) {
    socketLink(ticket.token, takeUp, hear, (told) => (connection.value = told));
  } else if (ticket.token !== "")
    foldHere({ address: new URL("tape", location.href).href, token: ticket.token });
}

/** Folds a tape in this browser. */
export function foldHere(tape: WorkerTape): void {
  connection.value = "loading";
  documents.clear();
  status.value = null;
  let isNew = true;
  const made = workerLink(tape, (news) => {
    if (news.kind === "frame" && isNew) {
      isNew = false;
      connection.value = "open";
      takeUp(made);
    }
    hear(news);
  });
}

/** Says what the page shows to a player that does not know it yet. */
function takeUp(opened: Link): void {
  link = opened;
  for (const document of documents.values()) document.value = null;
  const { position, without } = place.value;
  opened.send(lookRequest());
  if (without.length > 0) opened.send({ do: "without", positions: without });
  if (position !== "") opened.send({ do: "seek", to: position });
}

function lookRequest(): Request {
  return { do: "look", instrument: place.value.instrument, find: find.value, page: boardPage.value };
}

/** Looks at another instrument, or at another part of the board. */
export function look(changed: { instrument?: string; find?: string; page?: number }): void {
  if (changed.find !== undefined) {
    find.value = changed.find;
    boardPage.value = 0;
  }
  if (changed.page !== undefined) boardPage.value = changed.page;
  if (changed.instrument !== undefined) setPlace({ instrument: changed.instrument }, true);
  send(lookRequest());
}

/** Leaves events out, or takes them in again. */
export function toggleWithout(position: number): void {
  const { without } = place.value;
  const rest = without.filter((one) => one !== position);
  setPlace({ without: rest.length < without.length ? rest : [...without, position] }, true);
  send({ do: "without", positions: place.value.without });
}

export function clearWithout(): void {
  setPlace({ without: [] }, true);
  send({ do: "without", positions: [] });
}

/** The question as a key of `behind`. */
export function questionKey({ of, instrument, position }: NonNullable<ShownCause["behind"]>): string {
  return `${of} ${instrument} ${position}`;
}

/** Shortest time between two changes of the address while the tape moves, in milliseconds. */
const ADDRESS_MS = 300;
let isAddressDue = false;

/** Notes the position; browsers refuse an address that changes with every frame. */
function noteSoon(position: string): void {
  place.value = { ...place.value, position };
  if (isAddressDue) return;
  isAddressDue = true;
  setTimeout(() => {
    isAddressDue = false;
    setPlace({}, false);
  }, ADDRESS_MS);
}

function setPlace(changed: Partial<Place>, isPushed: boolean): void {
  place.value = { ...place.value, ...changed };
  const fragment = fragmentOf(ticket, place.value);
  if (fragment === location.hash) return;
  if (isPushed) history.pushState(null, "", fragment);
  else history.replaceState(null, "", fragment);
}

/** Back and forward in the browser's history. */
export function followHistory(): void {
  addEventListener("popstate", () => {
    place.value = placeOf(location.hash);
    send(lookRequest());
    send({ do: "without", positions: place.value.without });
    if (place.value.position !== "") send({ do: "seek", to: place.value.position });
  });
}

function hear(news: WorkerNews): void {
  switch (news.kind) {
    case "loading":
      loadedEvents.value = news.events;
      return;
    case "frame":
      return takeFrame(news);
    case "why":
      why.value = news;
      return;
    case "behind":
      behind.value = new Map(behind.value).set(questionKey(news.of), news.causes);
      return;
    case "events":
      events.value = news.events;
      return;
    case "digest":
      digest.value = news;
      return;
    case "fault":
      fault.value = `${news.code}: ${news.message}`;
      if (connection.value === "loading") connection.value = "dropped";
  }
}

function takeFrame({ frame, changes, status: told }: Extract<Answer, { kind: "frame" }>): void {
  const before = documentOf("clock").value?.position;
  batch(() => {
    for (const [name, document] of Object.entries(changes))
      documentOf(name as "clock").value = document as never;
    status.value = told;
    const isStep = Math.abs((documentOf("clock").value?.position ?? 0) - (before ?? Infinity)) === 1;
    if (told.isPlaying) changed.value = new Set();
    else if (isStep) changed.value = new Set(Object.keys(changes));
    else if (documentOf("clock").value?.position !== before) changed.value = new Set();
  });
  const position = String(documentOf("clock").value?.position ?? 0);
  if (place.value.position !== position) noteSoon(position);
  // The next frame is sent once this one has been painted, or a hidden page has taken it in.
  const painted = (): void => link?.send({ do: "painted", frame });
  if (told.isPlaying && matchMedia("(prefers-reduced-motion: reduce)").matches) setTimeout(painted, CALM_MS);
  else if (document.visibilityState === "hidden") painted();
  else requestAnimationFrame(painted);
}

/** Time between two frames of a playing tape for those who ask for less motion, in milliseconds. */
const CALM_MS = 1_000;
