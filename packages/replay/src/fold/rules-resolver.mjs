/**
 * Hooks of Node's module loader, for a user's rules wherever they stand: they find tapefold's packages where none is
 * installed beside them, and are ES modules where no package.json says so.
 */

/** Address of a module that finds the packages. */
let home = "";

/** @param {string} address */
export function initialize(address) {
  home = address;
}

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  try {
    const found = await next(specifier, context);
    const { url, format } = found;
    const isTypeless = format === "commonjs" && !url.includes("/node_modules/") && !/\.c[jt]s$/.test(url);
    return isTypeless ? { ...found, format: "module" } : found;
  } catch (error) {
    if (!specifier.startsWith("@tapefold/")) throw error;
    return next(specifier, { ...context, parentURL: home });
  }
}
