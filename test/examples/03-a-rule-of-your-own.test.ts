import { defineProjection, fold } from "@tapefold/core";
import { laws, session } from "@tapefold/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";

const revisions = defineProjection<{ count: number }>({
  name: "revisions",
  version: 1,
  key: ({ issuer }) => issuer,
  initial: { count: 0 },
  on: {
    GuidanceRevised: (issuer) => {
      issuer.count += 1;
    },
  },
});

for (const law of laws(revisions)) test(law.name, law.check);

test("every revision is counted once", () => {
  fc.assert(
    fc.property(session(), (log) => {
      const total = [...fold(revisions, log).values()].reduce((sum, { count }) => sum + count, 0);
      expect(total).toBe(log.filter(({ event }) => event.type === "GuidanceRevised").length);
    }),
  );
});
