// node --import ./published.mjs: the packages as they are published, built by `tsc -b packages/replay`, not their sources.
import { register } from "node:module";

register("./published-hooks.mjs", import.meta.url);
