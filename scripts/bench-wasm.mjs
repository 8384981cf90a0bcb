// Measures in Chromium what benches/run.rs measures natively: a whole run with its trace against its bare cryptographic
// operations. The page has no export for that, so the bench is a program of its own, which goes the way of the page's: the same
// library, profile, wasm-bindgen and scripts/lean.mjs.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { launch } from "../tests/browser/harness.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

const folder = mkdtempSync(join(tmpdir(), "bench-"));
const run = (command, given, more = {}) => execFileSync(command, given, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1e9, ...more });

const built = run("cargo", ["build", "--profile", "page", "--target", "wasm32-unknown-unknown", "--bench", "run", "--message-format", "json"]);
const { executable } = built.trim().split("\n").map(JSON.parse).find(({ executable, target }) => executable && target.name === "run");
run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", folder, "--out-name", "run-00000000", executable]);
writeFileSync(
  join(folder, "index.html"),
  '<!doctype html><title>Bench</title><link rel="icon" href="data:,"><script type="module">import start from "./run-00000000.js"; await start({ module_or_path: "run-00000000_bg.wasm" }); console.log("done");</script>'
);
run(process.execPath, [join(import.meta.dirname, "lean.mjs")], { env: { ...process.env, TRUNK_STAGING_DIR: folder } });

const server = createServer(({ url }, response) => {
  const name = url.slice(1) || "index.html";
  if (!readdirSync(folder).includes(name)) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[extname(name)] }).end(readFileSync(join(folder, name)));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await launch();
const page = await browser.newPage();
const finished = new Promise((resolve, reject) => {
  page.on("console", (message) => (message.text() === "done" ? resolve() : console.log(message.text())));
  page.on("pageerror", reject);
});
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await finished;
await browser.close();
server.close();
rmSync(folder, { recursive: true });
