import { MarketError } from "@tapefold/core";
import { parsePath, type StateView } from "@tapefold/projections";

/**
 * The place and the value that a path of the state leads to.
 *
 * @throws MarketError `USAGE` for a path that leads to nothing, or to several values.
 */
export function locate(view: StateView, field: string): ReturnType<StateView["find"]>[number] {
  const path = parsePath(field, (id) => view.isListed(id));
  const argument = field;
  if (path === undefined) {
    const message = `unknown field ${JSON.stringify(field)}; name one of replay --json, such as instruments.N225.close`;
    throw new MarketError("USAGE", message, { argument });
  }
  const [found, ...others] = view.find(path);
  if (found === undefined || others.length > 0)
    throw new MarketError("USAGE", `${field} names several; explain one of them`, { argument });
  if (found.missing !== null) throw new MarketError("USAGE", `${field}: ${found.missing}`, { argument });
  return found;
}
