// Says how much travels to show the page usable, and how much more when presets, options or sharing are asked for, compressed with
// brotli, and fails if either is more than its limit.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotli, dist, files } from "../tests/browser/server.mjs";

/** In units of 1,000 bytes: less than two thirds of the static page that teaches one handshake (331 KB). */
const FIRST = 198;
/**
 * The whole program, which comes when it is asked for. 60 KB of it unpack compressed certificates: brotli has a dictionary of
 * 123 KB, which takes 44 KB on the way, and zstd takes 8. 4 KB follow handshakes within a connection.
 */
const WHOLE = 628;

const rows = files().map((path) => {
  const bytes = readFileSync(join(dist, path));
  return { path, plain: bytes.length, packed: brotli(bytes).length };
});

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(10);
const line = ({ path, plain, packed }) => console.log(path.padEnd(40) + kilobytes(plain) + kilobytes(packed));

function gate(name, rows, limit) {
  rows.forEach(line);
  const sum = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  const packed = sum("packed");
  line({ path: name, plain: sum("plain"), packed });
  console.log(`limit ${limit} KB (of 1,000 bytes) with brotli at quality 11; ratio ${(packed / 1000 / limit).toFixed(2)}\n`);
  if (packed > limit * 1000) {
    console.error(`${name}: ${packed - limit * 1000} bytes too much.`);
    process.exitCode = 1;
  }
}

const isWhole = ({ path }) => path.startsWith("whole-");
// The files of lessons are there to be read and copied; the page does not ask for them.
const isLesson = ({ path }) => path.startsWith("lessons/");
console.log(`${"".padEnd(40)}${"KB".padStart(10)}${"KB brotli".padStart(10)}`);
gate("all that travels at first", rows.filter((row) => !isWhole(row) && !isLesson(row)), FIRST);
gate("what is fetched when it is asked for", rows.filter(isWhole), WHOLE);
