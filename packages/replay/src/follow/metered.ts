import { metrics } from "@opentelemetry/api";
import type { Recorded, State } from "@tapefold/core";
import { type MonoTypeOperatorFunction, Observable } from "rxjs";
import { version } from "../tape/version.ts";
import type { Followed } from "./follow.ts";

/** The two places of a pipeline where it is measured. */
interface Metered {
  /** Stands before `project`: counts events, and times what becomes of each batch. */
  readonly batches: MonoTypeOperatorFunction<readonly Recorded[]>;
  /** The `look` of a view: gives the state, and counts what the gate has refused. */
  readonly state: (state: State) => State;
}

/**
 * Measures a followed tape through OpenTelemetry: events (`tapefold.events`), refusals by code (`tapefold.refusals`),
 * events that wait behind the last one folded (`tapefold.lag`), documents of the state (`tapefold.documents`) and seconds
 * to fold a batch and show it (`tapefold.fold.duration`). Without an SDK nothing is kept and next to nothing done.
 *
 *     const { batches, state } = metered(tape);
 *     tape.pipe(batches, project({ market: { rules: marketRules, look: state } }))
 */
export function metered(tape: Followed): Metered {
  const meter = metrics.getMeter("tapefold", version);
  const events = meter.createCounter("tapefold.events");
  const refusals = meter.createCounter("tapefold.refusals");
  const durations = meter.createHistogram("tapefold.fold.duration", { unit: "s" });
  let position = 0;
  let last: State | undefined;
  meter
    .createObservableGauge("tapefold.lag")
    .addCallback((seen) => seen.observe(Math.max(0, tape.head - position)));
  // Counted only when somebody reads it.
  meter.createObservableGauge("tapefold.documents").addCallback((seen) => seen.observe(documentsOf(last)));
  const batches: Metered["batches"] = (source) =>
    new Observable((subscriber) =>
      source.subscribe({
        next: (batch) => {
          const started = performance.now();
          subscriber.next(batch);
          durations.record((performance.now() - started) / 1000);
          events.add(batch.length);
          position = batch.at(-1)?.position ?? position;
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
  const state: Metered["state"] = (now) => {
    for (const [code, times] of Object.entries(now.counts.rejected)) {
      const more = times - (last?.counts.rejected[code] ?? 0);
      // An amendment may have undone a refusal; a counter only grows.
      if (more > 0) refusals.add(more, { code });
    }
    last = now;
    return now;
  };
  return { batches, state };
}

function documentsOf(state: State | undefined): number {
  return state?.projections.reduce((sum, rule) => sum + state.documents(rule).size, 0) ?? 0;
}
