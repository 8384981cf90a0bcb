// Takes out of a build what the page never calls, and shortens the names its two halves call each other by.
// Trunk runs it last. Trunk's own minifier cannot read today's JavaScript, and no linker sees both halves:
// wasm-bindgen exports whatever any library marks for export, used or not.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minify } from "../tests/browser/esbuild.mjs";

const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

const BIN = join(import.meta.dirname, "../tests/browser/node_modules/.bin");

/** Runs a tool of binaryen and returns what it prints. */
const binaryen = (tool, ...rest) =>
  execFileSync(process.execPath, [join(BIN, tool), ...FEATURES.map((feature) => `--enable-${feature}`), ...rest], { encoding: "utf8" });

function missing(what) {
  throw new Error(`wasm-bindgen's module is not written as it was: ${what} was not found, and scripts/lean.mjs must learn its new form`);
}

/** The module as wasm-bindgen wrote it, with nothing to import from it but the function that starts the page. */
function onlyStart(script) {
  const start = /^export \{.*\b(\w+) as default\b.*\};$/m;
  if (!start.test(script)) missing("the line that exports the start");
  return script
    .replace(start, "export { $1 as default };")
    .replace(/^export class/gm, "class")
    .replace(/^if \(Symbol\.dispose\).*$/gm, "")
    .replace(/: new FinalizationRegistry/g, ": /* @__PURE__ */ new FinalizationRegistry");
}

/** Finds the functions that the module lends to the program. */
function lent(script) {
  const found = [...script.matchAll(/^ {8}(__wb\w+): function\([\s\S]*?^ {8}\}(?:, arguments\); \})?,\n/gm)];
  return found.map(([text, name]) => ({ name, text }));
}

/** Takes out, round by round, what one half no longer needs of the other. */
function sweep(script, program) {
  for (;;) {
    const module = new WebAssembly.Module(readFileSync(program));
    const imported = new Set(WebAssembly.Module.imports(module).map(({ name }) => name));
    const idle = lent(script).filter(({ name }) => !imported.has(name));
    for (const { text } of idle) script = script.replace(text, "");

    const shaken = minify(script, { names: false });
    const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
    const called = exported.filter((name) => new RegExp(`\\b${name}\\b`).test(shaken));
    if (idle.length === 0 && called.length === exported.length) return script;

    const graph = [
      { name: "page", root: true, reaches: called.map((name) => `export ${name}`) },
      ...called.map((name) => ({ name: `export ${name}`, export: name })),
    ];
    const file = join(scratch, "graph.json");
    writeFileSync(file, JSON.stringify(graph));
    binaryen("wasm-metadce", program, "-g", "--graph-file", file, "-o", program);
  }
}

/** Makes the program small, and gives what passes between the halves names of a letter or two in both. */
function shorten(script, program) {
  binaryen(
    "wasm-opt", program, "-g", "-Os", "--dae2",
    "--low-memory-unused", // The linker puts the stack first, so nothing else is there.
    "-Os",
    "--flatten", "--rereloop", "-Oz", "-Oz", // Loops and branches made anew, of fewer forms, pack better.
    "--reorder-functions-by-name", // Functions of one library are alike, and what is alike packs well.
    "-o", program,
  );
  const said = binaryen("wasm-opt", program, "--minify-imports-and-exports-and-modules", "--strip-producers", "--strip-target-features", "-o", program);
  const { imports, exports } = JSON.parse(said);
  const short = new Map([...imports.map(([, from, to]) => [from, to]), ...exports]);
  const given = new Set(lent(script).map(({ name }) => name));
  for (const [, name] of imports) if (!given.has(name)) missing(`the function ${name}`);
  // What has no short name is used by nothing, and goes when the script is minified.
  const renamed = (name) => short.get(name) ?? name;
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(program)));
  return script
    .replace(/(?<=^ {8})__wb\w+(?=: function\()/gm, renamed)
    .replace(/(?<=\bwasm\.)\w+/g, renamed)
    .replace(/"\.\/[\w-]+_bg\.js"(?=: import0)/, JSON.stringify(module));
}

/** Names a file by what is in it now, here and in the page: whatever caches it may keep it for ever. */
function settle(page, name) {
  const path = join(folder, name);
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
  const settled = name.replace(/-[0-9a-f]+/, `-${hash}`);
  renameSync(path, join(folder, settled));
  return page.replaceAll(name, settled);
}

const folder = process.env.TRUNK_STAGING_DIR;
const index = join(folder, "index.html");

/** Builds the whole program beside the first part of it, which is there. */
function buildWhole(name) {
  const cargo = (...rest) => execFileSync("cargo", rest, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1e9 });
  const said = cargo("build", "--locked", "--profile", "page", "--target", "wasm32-unknown-unknown", "--bin", "handshake", "--message-format", "json");
  const built = said.trim().split("\n").map(JSON.parse);
  const { executable } = built.find(({ executable, target }) => executable && target.name === "handshake");
  execFileSync("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", name, executable]);
}

const [whole] = /\bwhole-0+\b/.exec(readFileSync(index, "utf8")) ?? [];
if (whole) buildWhole(whole);

const scratch = mkdtempSync(join(tmpdir(), "lean-"));
const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
for (const name of scripts) {
  const path = join(folder, name);
  const program = path.replace(/\.js$/, "_bg.wasm");
  const script = readFileSync(path, "utf8");
  writeFileSync(path, minify(existsSync(program) ? shorten(sweep(onlyStart(script), program), program) : script));
}
rmSync(scratch, { recursive: true });

/** What is fetched beside the page stands before its styles: the browser reads on only when it has understood those. */
function fetchFirst(page) {
  const first = "<style";
  if (!page.includes(first)) return page;
  const links = page.match(/<link(?=[^>]*\brel="?(?:modulepreload|preload)\b)[^>]*>/g) ?? [];
  if (links.length !== 2) throw new Error("index.html should say of two files that they are fetched beside it; scripts/lean.mjs must learn its new form");
  return links.reduce((page, link) => page.replace(link, ""), page).replace(first, links.join("") + first);
}

const named = readdirSync(folder).filter((name) => /-[0-9a-f]{8,}(_bg)?\.(js|wasm)$/.test(name));
writeFileSync(index, fetchFirst(named.reduce(settle, readFileSync(index, "utf8"))));
