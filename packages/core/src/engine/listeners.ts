/**
 * The listeners to one type of fact: the rules that hear it, in their order. A type that is told often gets code of
 * its own, in which the key and the recipe of each rule are called from a place of their own; the others share a loop.
 */
import { compile } from "../plain/compile.ts";
import type { Fact } from "../rule/fact.ts";
import type { PassContext, Handler } from "./pass-context.ts";

/** A type must have been told so often before code of its own is made for it. */
const COMPILED_AFTER = 500;

/** Makes the telling function of a pass. */
type Bind = (context: PassContext, handlers: readonly Handler[]) => (fact: Fact) => void;

export class Listeners {
  readonly type: string;
  tell: (fact: Fact) => void;

  constructor(type: string, context: PassContext, handlers: readonly Handler[]) {
    this.type = type;
    const loop = inLoop(context, handlers);
    this.tell = loop;
    if (handlers.length === 0) return;
    // Passes of the same rules share the code made for them.
    const rules = `${type} ${handlers.map(({ projection, place }) => `${projection.id}:${place}`).join()}`;
    const code = codes.get(rules) ?? { told: 0, bind: undefined };
    codes.set(rules, code);
    if (code.bind !== undefined) this.tell = code.bind(context, handlers);
    else
      this.tell = (fact) => {
        loop(fact);
        code.told += 1;
        if (code.told < COMPILED_AFTER) return;
        code.bind ??= compile<Bind>(["context", "handlers"], bodyOf(handlers)) ?? inLoop;
        this.tell = code.bind(context, handlers);
      };
  }
}

/** Code made for the rules that hear a type, by their ids. */
const codes = new Map<string, { told: number; bind: Bind | undefined }>();

const inLoop: Bind = (context, handlers) => (fact) => {
  for (const { key, place, projection, recipe } of handlers) {
    try {
      const keys = key(fact, context.read);
      if (typeof keys === "string") {
        const document = context.open(place, keys, fact);
        context.close(place, document, recipe(document, fact, context));
      } else if (keys !== null && keys !== undefined)
        for (const each of keys) {
          const document = context.open(place, each, fact);
          context.close(place, document, recipe(document, fact, context));
        }
    } catch (cause) {
      throw context.threw(cause, fact, projection);
    }
  }
};

/** The same as `inLoop`, unrolled. */
function bodyOf(handlers: readonly Handler[]): string {
  const rules = handlers.map((_, step) => `{key:key${step},recipe:recipe${step}}`).join();
  const steps = handlers.map(({ place }, step) => {
    const change = (key: string): string =>
      `const document=context.open(${place},${key},fact);context.close(${place},document,recipe${step}(document,fact,context));`;
    return `step=${step};keys=key${step}(fact,read);
      if(typeof keys==="string"){${change("keys")}}
      else if(keys!==null&&keys!==undefined)for(let each=0;each<keys.length;each+=1){${change("keys[each]")}}`;
  });
  return `const [${rules}]=handlers,{read}=context;
    return(fact)=>{
      let step=0,keys;
      try{${steps.join("")}}
      catch(cause){throw context.threw(cause,fact,handlers[step].projection)}
    }`;
}
