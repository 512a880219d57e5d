/** Expectations of the contract of logs, and the messages if one fails. */
import { canonicalText } from "../../plain/digest.ts";
import { MarketError, type MarketErrorCode } from "../../errors.ts";
import type { Appended, ReadableLog } from "../../tape/event-log.ts";
import type { Recorded } from "../../tape/recorded.ts";

export function counts({ head, added, repeated }: Appended): Omit<Appended, "gaps"> {
  return { head, added, repeated };
}

export async function readAll(log: ReadableLog, from?: number): Promise<Recorded[]> {
  const found: Recorded[] = [];
  for await (const batch of log.read(from === undefined ? {} : { from })) found.push(...batch);
  return found;
}

export function same(actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonicalText(actual), canonicalText(expected)];
  if (found === wanted) return;
  let at = 0;
  while (found[at] === wanted[at]) at += 1;
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`expected …${near(wanted)}… but found …${near(found)}…`);
}

export async function refused<C extends MarketErrorCode>(
  code: C,
  attempt: () => Promise<unknown>,
): Promise<MarketError<C>> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof MarketError && error.code === code) return error as MarketError<C>;
    throw new Error(`expected ${code}`, { cause: error });
  }
  throw new Error(`expected ${code}, but it was done`);
}
