// Says how much travels to show the page usable, compressed with brotli, and fails if it is more than the limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotli, dist, files } from "../tests/browser/server.mjs";

/** In units of 1,000 bytes: four fifths of the static page that teaches one handshake (331 KB), for all of them. */
const LIMIT = 260;

const rows = files().map((path) => {
  const bytes = readFileSync(join(dist, path));
  return { path, plain: bytes.length, packed: brotli(bytes).length };
});
rows.push({
  path: "all that travels",
  plain: rows.reduce((sum, row) => sum + row.plain, 0),
  packed: rows.reduce((sum, row) => sum + row.packed, 0),
});

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(10);
console.log(`${"".padEnd(40)}${"KB".padStart(10)}${"KB brotli".padStart(10)}`);
for (const { path, plain, packed } of rows) console.log(path.padEnd(40) + kilobytes(plain) + kilobytes(packed));

const { packed } = rows.at(-1);
const ratio = (packed / 1000 / LIMIT).toFixed(2);
console.log(`limit ${LIMIT} KB (of 1,000 bytes) with brotli at quality 11; ratio ${ratio}`);
if (packed > LIMIT * 1000) {
  console.error(`The page is ${packed - LIMIT * 1000} bytes too large.`);
  process.exitCode = 1;
}
