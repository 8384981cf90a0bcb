// Takes pictures of the page at every size and in every dress that it is made for.
//
//   node scripts/shots.mjs FOLDER ["" "#step=3" ...]
//
// Each further argument is what follows the page's address; without any, the first step is taken.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { frame, launch, open, serve, sizes } from "../tests/browser/harness.mjs";

const [folder, ...addresses] = process.argv.slice(2);
if (!folder) {
  console.error('Say where to: node scripts/shots.mjs FOLDER ["#step=3" ...]');
  process.exit(1);
}

const { desktop, embed } = sizes;
const dresses = [
  ...Object.entries(sizes).flatMap(([name, viewport]) =>
    ["light", "dark"].map((colorScheme) => ({ name: `${name}-${colorScheme}`, viewport, colorScheme }))
  ),
  ...["light", "dark"].map((colorScheme) => ({ name: `large-text-${colorScheme}`, viewport: desktop, colorScheme, text: 2 })),
  { name: "forced-colors", viewport: desktop, colorScheme: "dark", forcedColors: "active" },
  { name: "reduced-motion", viewport: desktop, colorScheme: "light", reducedMotion: "reduce" },
];

mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
for (const [index, address] of (addresses.length ? addresses : [""]).entries()) {
  for (const { name, text, viewport, ...context } of dresses) {
    // The frame's own layout, as the address of an embedded page asks for it.
    const layout = viewport === embed ? (address.includes("#") ? `${address}&ui=embed` : "#ui=embed") : address;
    const tab = await open(browser, { url: server.url, address: layout, viewport, reducedMotion: "no-preference", ...context });
    if (text) {
      await tab.page.addStyleTag({ content: `html { font-size: ${text * 100}% !important }` });
      // A person has set the size beforehand; here the page is laid out anew.
      await tab.page.evaluate(() => dispatchEvent(new Event("resize")));
    }
    await tab.page.waitForTimeout(900); // a message takes up to 700 ms
    await frame(tab.page);
    const path = join(folder, `${index}-${name}.png`);
    await tab.page.screenshot({ path });
    console.log(path, tab.problems.join(" "));
    await tab.close();
  }
}
await browser.close();
server.close();
