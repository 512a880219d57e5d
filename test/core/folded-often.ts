/** The digest of rules that hear many facts, and whether code may be made: printed by `node --import tsx test/core/folded-often.ts`. */
import { fileURLToPath } from "node:url";
import { defineProjection, Fold, record } from "@tapefold/core";
import { tick } from "./small-rules.ts";

const last = defineProjection<{ price: number; of: { id: string } | null }>({
  name: "last",
  version: 1,
  key: { PriceTicked: ({ instrument }) => [instrument, "all"] },
  initial: { price: 0, of: null },
  on: {
    PriceTicked: (one, { price, id }) => {
      one.price += Number(price);
      one.of = { id };
    },
  },
});

export function foldedOften(): string {
  const under = new Fold([last]);
  for (let batch = 0; batch < 100; batch += 1) {
    const ticks = Array.from({ length: 20 }, (_, index) => tick(`${batch}-${index}`, index, `I${index % 3}`));
    under.add(record(ticks, 1 + 20 * batch));
    void under.state;
  }
  return `${under.state.digest} ${way()}`;
}

function way(): string {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- to say which way was taken
    new Function("");
    return "compiled";
  } catch {
    return "general";
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(foldedOften());
