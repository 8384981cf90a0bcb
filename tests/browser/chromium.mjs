// Which Chromium the tests use, and how it is started. As a program it prints the path, or with `--webdriver`
// the capabilities for chromedriver.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What it is started with: no window, no sandbox (containers have none), no traffic of its own. */
export const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Returns the path of the browser: `$CHROME`, or the first that is found; `undefined` for none. */
export function chromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env.CHROME, ...found, ...elsewhere].filter(Boolean).find(executable);
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const binary = chromium();
  if (!binary) process.exit(1);
  const capabilities = { "goog:chromeOptions": { args: flags, binary } };
  console.log(process.argv[2] === "--webdriver" ? JSON.stringify(capabilities) : binary);
}
