// Prints what a followed tape does, as OpenTelemetry counts it: npx tsx test/examples/metrics.ts TAPE
import { metrics } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { project } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { follow, metered } from "@tapefold/replay";

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const tape = follow(process.argv[2] ?? "test/sessions/golden.jsonl");
const { batches, state } = metered(tape);
const subscription = tape
  .pipe(batches, project({ market: { rules: marketRules, look: state } }))
  .subscribe(({ market, position }) => {
    console.log(`${position}: state ${market.digest.slice(0, 8)}`);
    setTimeout(() => void print(), 0);
  });

async function print(): Promise<void> {
  await reader.forceFlush();
  for (const { descriptor, dataPoints } of exporter.getMetrics().at(-1)?.scopeMetrics[0]?.metrics ?? [])
    for (const { attributes, value } of dataPoints) {
      const of = typeof value === "number" ? value : `${value.count} batches`;
      console.log(descriptor.name, of, ...Object.values(attributes));
    }
  subscription.unsubscribe();
}
