/**
 * The same items, each asked for while the one before it is being worked on, so that the work of disk and
 * other threads costs no time.
 */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const source = items[Symbol.asyncIterator]();
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = source.next();
      // A fault is thrown once its turn has come; until then it must not count as unhandled.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return?.();
  }
}
