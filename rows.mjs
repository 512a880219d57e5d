import { series } from "file:///tmp/w/suite/packages/replay/src/index.ts";

for await (const rows of series("acme.jsonl", { fields: ["instruments.ACME.close"], every: "session" }))
  for (const { position, at, values } of rows) console.log(position, at, ...values);
