// Reads coverage in lcov's format and says which share of the lines of each layer was reached.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const [file, limit, option] = process.argv.slice(2);
const files = new Map();
let name;
for (const line of readFileSync(file, "utf8").split("\n")) {
  if (line.startsWith("SF:")) name = relative(process.cwd(), line.slice(3));
  if (!line.startsWith("DA:")) continue;
  const [number, count] = line.slice(3).split(",").map(Number);
  if (!files.has(name)) files.set(name, new Map());
  const lines = files.get(name);
  // A line may be compiled several times; once reached is reached.
  lines.set(number, Math.max(lines.get(number) ?? 0, count));
}

// Tests that stand beside the code, at its end, are not what is measured.
const layers = new Map();
const missing = new Map();
for (const [path, lines] of [...files].sort()) {
  if (!path.startsWith("src/") || path.startsWith("src/ui") || /(^|\/)tests\.rs$/.test(path)) continue;
  const source = readFileSync(path, "utf8").split("\n");
  const at = source.findIndex((text, index) => text === "#[cfg(test)]" && /^mod \w+ \{/.test(source[index + 1] ?? ""));
  const end = at < 0 ? Infinity : at;
  const layer = path.split("/")[1].replace(".rs", "");
  const sum = layers.get(layer) ?? { reached: 0, all: 0 };
  for (const [number, count] of [...lines].sort((a, b) => a[0] - b[0])) {
    if (number > end) continue;
    sum.all += 1;
    if (count > 0) sum.reached += 1;
    else missing.set(path, [...(missing.get(path) ?? []), number]);
  }
  layers.set(layer, sum);
}

// The command line stands beside the page, and is only told.
const total = [...layers].filter(([layer]) => layer !== "cli" && layer !== "main" && layer !== "lib").map(([, sum]) => sum).reduce((a, b) => ({ reached: a.reached + b.reached, all: a.all + b.all }));
const share = ({ reached, all }) => (100 * reached) / all;
const row = (label, sum) => console.log(`${label.padEnd(10)} ${String(sum.reached).padStart(6)} of ${String(sum.all).padStart(6)} lines  ${share(sum).toFixed(1).padStart(5)} %`);
if (option === "--missing") for (const [path, numbers] of missing) console.log(`${path}: ${numbers.join(" ")}`);
for (const layer of [...layers].sort((a, b) => share(a[1]) - share(b[1]))) row(...layer);
row("Left of ui", total);
if (!(share(total) >= Number(limit))) {
  console.error(`Less than ${limit} % of the lines left of ui are reached by a test ('scripts/coverage --missing' names the others).`);
  process.exit(1);
}
