// Takes the README's picture from the real page: the step where the first sealed message arrives.
import { fileURLToPath } from "node:url";
import { frame, launch, next, open, serve } from "../tests/browser/harness.mjs";

const path = fileURLToPath(new URL("../.github/picture.png", import.meta.url));
const STEPS = 8; // to EncryptedExtensions, the first message that is sealed

const server = await serve();
const browser = await launch();
const { page, close } = await open(browser, { url: server.url, colorScheme: "light" });
for (let step = 0; step < STEPS; step += 1) await next(page).click();
await page.evaluate(() => document.activeElement?.blur());
await page.mouse.move(0, 0);
await frame(page);
await page.screenshot({ path });
await close();
await browser.close();
server.close();
console.log(path);
