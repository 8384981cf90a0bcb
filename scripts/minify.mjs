// Makes the scripts of a build smaller; Trunk runs it last. Trunk's own minifier cannot read today's JavaScript.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "../tests/browser/esbuild.mjs";

const folder = process.env.TRUNK_STAGING_DIR;
for (const name of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
  const path = join(folder, name);
  writeFileSync(path, minify(readFileSync(path, "utf8")));
}
