// node --import tsx test/core/folded-often.ts: the digest of rules that hear many facts, and whether code may be made.
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
const under = new Fold([last]);
for (let batch = 0; batch < 100; batch += 1) {
  const ticks = Array.from({ length: 20 }, (_, index) => tick(`${batch}-${index}`, index, `I${index % 3}`));
  under.add(record(ticks, 1 + 20 * batch));
  void under.state;
}
let way = "compiled";
try {
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- to say which way was taken
  new Function("");
} catch {
  way = "general";
}
process.stdout.write(`${under.state.digest} ${way}`);
