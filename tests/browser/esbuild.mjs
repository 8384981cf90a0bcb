// Here, because packages are found from where they are installed.
import { transformSync } from "esbuild";

/** Returns the module without what nothing in it uses, and smaller; `names` says whether names may change too. */
export function minify(source, { names = true } = {}) {
  return transformSync(source, { minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: names, treeShaking: true, format: "esm", target: "es2022" }).code;
}
