/**
 * Hearing: the rules that hear one type of fact, in their order. A type that is heard often gets code of its own, in
 * which the key and the recipe of each rule are called from a place of their own; the others share a loop.
 */
import { compile } from "../plain/compile.ts";
import type { Fact } from "../rule/fact.ts";
import type { Focus, Handler } from "./pass-context.ts";

/** So often must a type have been heard before code of its own is made for it. */
const COMPILED_AFTER = 500;

/** Makes the hearing function of a pass. */
type Bind = (focus: Focus, handlers: readonly Handler[]) => (fact: Fact) => void;

export class Hearing {
  readonly type: string;
  hear: (fact: Fact) => void;

  constructor(type: string, focus: Focus, handlers: readonly Handler[]) {
    this.type = type;
    const loop = inLoop(focus, handlers);
    this.hear = loop;
    if (handlers.length === 0) return;
    // Passes of the same rules share the code made for them.
    const rules = `${type} ${handlers.map(({ projection, place }) => `${projection.id}:${place}`).join()}`;
    const code = codes.get(rules) ?? { heard: 0, bind: undefined };
    codes.set(rules, code);
    if (code.bind !== undefined) this.hear = code.bind(focus, handlers);
    else
      this.hear = (fact) => {
        loop(fact);
        code.heard += 1;
        if (code.heard < COMPILED_AFTER) return;
        code.bind ??= compile<Bind>(["focus", "handlers"], bodyOf(handlers)) ?? inLoop;
        this.hear = code.bind(focus, handlers);
      };
  }
}

/** Code made for the rules that hear a type, by their ids. */
const codes = new Map<string, { heard: number; bind: Bind | undefined }>();

const inLoop: Bind = (focus, handlers) => (fact) => {
  for (const { key, place, projection, recipe } of handlers) {
    try {
      const keys = key(fact, focus.read);
      if (typeof keys === "string") {
        const document = focus.open(place, keys, fact);
        focus.close(place, document, recipe(document, fact, focus));
      } else if (keys !== null && keys !== undefined)
        for (const each of keys) {
          const document = focus.open(place, each, fact);
          focus.close(place, document, recipe(document, fact, focus));
        }
    } catch (cause) {
      throw focus.threw(cause, fact, projection);
    }
  }
};

/** The same as `inLoop`, unrolled. */
function bodyOf(handlers: readonly Handler[]): string {
  const rules = handlers.map((_, step) => `{key:key${step},recipe:recipe${step}}`).join();
  const steps = handlers.map(({ place }, step) => {
    const change = (key: string): string =>
      `const document=focus.open(${place},${key},fact);focus.close(${place},document,recipe${step}(document,fact,focus));`;
    return `step=${step};keys=key${step}(fact,read);
      if(typeof keys==="string"){${change("keys")}}
      else if(keys!==null&&keys!==undefined)for(let each=0;each<keys.length;each+=1){${change("keys[each]")}}`;
  });
  return `const [${rules}]=handlers,{read}=focus;
    return(fact)=>{
      let step=0,keys;
      try{${steps.join("")}}
      catch(cause){throw focus.threw(cause,fact,handlers[step].projection)}
    }`;
}
