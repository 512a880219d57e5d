import {
  type AnyProjection,
  defineProjection,
  fold,
  type ProjectionDefinition,
  parseEvent,
  record,
  ruleSet,
  State,
} from "@tapefold/core";
import { marketRules, quote, recordClose } from "@tapefold/projections";
import { expect, test } from "vitest";

interface Count {
  n: number;
}

const rule = (name: string, more: Partial<ProjectionDefinition<Count>> = {}): AnyProjection =>
  defineProjection<Count>({
    name,
    version: 1,
    key: ({ issuer }) => issuer,
    initial: { n: 0 },
    on: { OwnershipDeclared: (count) => void (count.n += 1) },
    ...more,
  });
const gate = (name: string, needs: AnyProjection[] = [], code: string | null = null): AnyProjection =>
  rule(name, { needs, admit: () => code, on: {} });
const names = (rules: Iterable<AnyProjection>): string[] =>
  State.initial(rules).projections.map((one) => one.definition.name);

const log = record([
  parseEvent({
    id: "m",
    type: "MarketListed",
    at: "2026-02-10T00:00:00Z",
    mic: "XTKS",
    name: "Tokyo",
    country: "JP",
    region: "Asia",
    zone: "Asia/Tokyo",
  }),
  parseEvent({
    id: "i",
    type: "InstrumentListed",
    at: "2026-02-10T00:00:00Z",
    instrument: "N225",
    name: "Nikkei 225",
    kind: "index",
    mic: "XTKS",
    currency: "JPY",
    scale: 2,
  }),
]);

test("a member comes with the gate of its set, and with all that gate needs", () => {
  const [sessions, other] = [rule("sessions"), rule("other")];
  const { rules } = ruleSet({ gate: gate("gate", [sessions, other]), rules: { sessions } });
  expect(names([rules.sessions])).toEqual(["other", "sessions", "gate"]);
  expect(names([rule("own", { needs: [rules.sessions] })])).toEqual(["other", "sessions", "gate", "own"]);
  expect(names([sessions])).toEqual(["sessions"]);
});

test("a member comes with what feeds it", () => {
  const fed = rule("fed");
  const feeding = rule("a-feeding", { needs: [fed] });
  const { rules } = ruleSet({ rules: { fed, feeding }, loops: [[feeding, fed]] });
  expect(names([rules.fed])).toEqual(["fed", "a-feeding"]);
  expect(names([rule("leaning", { needs: [rules.fed] })])).toEqual(["fed", "a-feeding", "leaning"]);
  expect(names([fed])).toEqual(["fed"]);
});

test("a set is a list of its members, and takes in another rule", () => {
  const set = ruleSet({ gate: gate("gate", [], "closed"), rules: { one: rule("one") } });
  const own = set.member(rule("own"));
  expect(names([...set, own])).toEqual(["gate", "one", "own"]);
  const state = fold([own], log);
  expect(state.projections.map(({ definition }) => definition.name)).toEqual(["gate", "own"]);
});

test("a second gate that is defined and not folded disturbs no fold", () => {
  const before = fold(marketRules, log).digest;
  gate("second-gate", [quote]);
  ruleSet({ gate: gate("third-gate", [quote]), rules: { quote: marketRules.rules.quote } });
  expect(fold(marketRules, log).digest).toBe(before);
  expect(fold([recordClose], log).stopped).toEqual([]);
});

test("the digest of a fold stays when another rule is defined that feeds one of its rules", () => {
  const counted = rule("counted");
  const before = fold([counted], log).digest;
  const feeding = rule("feeding", { needs: [counted] });
  ruleSet({ rules: { counted, feeding }, loops: [[feeding, counted]] });
  expect(fold([counted], log).digest).toBe(before);
});

test("two gates, of a rule and of its set too, are refused", () => {
  const { rules } = ruleSet({ gate: gate("gate"), rules: { one: rule("one") } });
  expect(() => State.initial([rules.one, gate("own-gate")])).toThrow(/gate and own-gate are both gates/);
});
