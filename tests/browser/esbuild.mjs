// Here, because packages are found from where they are installed.
import { transformSync } from "esbuild";

/** Returns the module, smaller. */
export function minify(source) {
  return transformSync(source, { minify: true, format: "esm", target: "es2022" }).code;
}
