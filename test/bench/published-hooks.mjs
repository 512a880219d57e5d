// Leads the doors of the packages to what is built from them.
const doors = /^@tapefold\/(core|projections|replay)(\/[a-z]+)?$/;

export function resolve(specifier, context, next) {
  const [, name, door = ""] = doors.exec(specifier) ?? [];
  if (name === undefined) return next(specifier, context);
  return next(new URL(`../../packages/${name}/dist${door}/index.js`, import.meta.url).href, context);
}
