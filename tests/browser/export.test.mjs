// The run as a file: each kind is downloaded, and is what the command line writes of the same scenario.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { accessible, fits, site, sizes } from "./harness.mjs";

const visit = site();
const root = fileURLToPath(new URL("../..", import.meta.url));
const dialog = (page) => page.getByRole("dialog", { name: "Share" });
const openDialog = (page) => page.getByRole("button", { name: "Share", exact: true }).click();

/** Presses the button for a kind of file, and returns the file's name and bytes. */
async function download(page, kind) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog(page).getByRole("button", { name: `Save as ${kind}`, exact: true }).click(),
  ]);
  const name = file.suggestedFilename();
  await dialog(page).getByText(`Handed to the browser as ${name}.`, { exact: true }).waitFor();
  return { name, bytes: readFileSync(await file.path()) };
}

/** What the command line writes. */
function native(preset, format) {
  const most = { cwd: root, maxBuffer: 64e6 };
  return execFileSync("cargo", ["run", "--quiet", "--", "export", preset, "--format", format], most);
}

const kinds = [
  ["pcapng", "pcapng", "pcapng"],
  ["Key log", "keylog", "keylog"],
  ["JSON", "json", "json"],
  ["Text", "text", "txt"],
  ["PEM", "pem", "pem"],
  ["SVG", "svg", "svg"],
  ["Mermaid", "mermaid", "mmd"],
];

for (const preset of ["default", "early-data", "everything"]) {
  test(`each file is byte for byte the command line's: ${preset}`, () =>
    visit({ address: `#preset=${preset}`, acceptDownloads: true }, async (page) => {
      await openDialog(page);
      for (const [kind, format, ending] of kinds) {
        const { name, bytes } = await download(page, kind);
        assert.equal(name, `handshake-example.com.${ending}`);
        assert.ok(bytes.length > 100, kind);
        assert.ok(bytes.equals(native(preset, format)), `${kind} of ${preset}`);
      }
    }));
}

test("the picture has the ladder's size, twice as fine, and shows it", () =>
  visit({ acceptDownloads: true }, async (page) => {
    await openDialog(page);
    const svg = (await download(page, "SVG")).bytes.toString();
    const [, width, height] = svg.match(/^<svg [^>]*width="(\d+)" height="(\d+)"/).map(Number);
    const { name, bytes } = await download(page, "PNG");
    assert.equal(name, "handshake-example.com.png");
    assert.equal(bytes.subarray(0, 8).toString("hex"), "89504e470d0a1a0a");
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [2 * width, 2 * height]);
    // Something is drawn from top to bottom: in each tenth of it there are several colours.
    const colours = await page.evaluate(async (data) => {
      const image = new Image();
      image.src = data;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      const tenth = Math.floor(image.height / 10);
      return Array.from({ length: 10 }, (_, index) => {
        const pixels = new Uint32Array(context.getImageData(0, index * tenth, image.width, tenth).data.buffer);
        return new Set(pixels).size;
      });
    }, `data:image/png;base64,${bytes.toString("base64")}`);
    assert.ok(colours.every((count) => count > 3), String(colours));
  }));

test("the file is of the run that is shown", () =>
  visit({ address: "#seed=other&name=cafe.example", acceptDownloads: true }, async (page) => {
    await openDialog(page);
    const { name, bytes } = await download(page, "JSON");
    assert.equal(name, "handshake-cafe.example.json");
    const trace = JSON.parse(bytes);
    assert.equal(trace.title, "cafe.example");
    assert.equal(trace.address, "name=cafe.example&seed=other");
    assert.equal(trace.steps.length, await page.getByRole("list", { name: "Steps" }).getByRole("listitem").count());
  }));

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed, address: "#ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit({ ...options, acceptDownloads: true }, async (page) => {
      await openDialog(page);
      await download(page, "PEM");
      await accessible(page, name);
      await fits(page, name);
    }));
}
