// A link to this place, and a frame for somebody else's page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWith, at, frame, goTo, next, open, position, site, tab, title } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Share" });
const link = (page) => dialog(page).getByLabel("Link", { exact: true });
const html = (page) => dialog(page).getByLabel("HTML", { exact: true });
const openDialog = (page) => page.getByRole("button", { name: "Share", exact: true }).click();

test("the link is the address, and leads to the same place", () =>
  visit({ address: "#seed=shared&suite=aes256gcm" }, async (page, { browser }) => {
    await goTo(page, 12);
    await tab(page, "Transcript").click();
    await addressWith(page, "tab=transcript");
    await openDialog(page);
    const address = await link(page).inputValue();
    assert.equal(address, page.url());
    const other = await open(browser, { url: address });
    assert.equal(await title(other.page).innerText(), await title(page).innerText());
    await other.close();
  }));

test("the link starts where, and looks as, the reader chooses", () =>
  visit({ address: "#step=6&tab=keys" }, async (page) => {
    await openDialog(page);
    await dialog(page).getByLabel("Start at").selectOption("the first step");
    await dialog(page).getByLabel("Words").selectOption("Technical");
    await dialog(page).getByLabel("Colours").selectOption("dark");
    const { hash } = new URL(await link(page).inputValue());
    assert.deepEqual([...new URLSearchParams(hash.slice(1))].toSorted(), [["depth", "technical"], ["tab", "keys"], ["theme", "dark"]]);
  }));

test("copies the link", () =>
  visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await openDialog(page);
    await dialog(page).getByRole("button", { name: "Copy link" }).click();
    await dialog(page).getByText("Copied.").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await link(page).inputValue());
  }));

test("leaves the text selected where copying is refused", () =>
  visit({}, async (page) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("No.", "NotAllowedError"));
    });
    await openDialog(page);
    await dialog(page).getByRole("button", { name: "Copy HTML" }).click();
    await dialog(page).getByText(/does not let this page copy.*copy it with the keyboard/).waitFor();
    assert.equal(await page.evaluate(() => getSelection().toString()), await html(page).inputValue());
  }));

for (const sandbox of [undefined, "allow-scripts allow-same-origin", "allow-scripts"]) {
  test(`the HTML works in another page${sandbox ? `, with sandbox="${sandbox}"` : ""}`, () =>
    visit({ address: "#step=5&seed=a%26b" }, async (page, { browser }) => {
      await openDialog(page);
      await dialog(page).getByLabel("Size").selectOption("900 × 600");
      const snippet = await html(page).inputValue();
      assert.match(snippet, /^<iframe src="[^"]+ui=embed[^"]*" title="A handshake, step by step: TLS 1\.3, [^"]+" width="900" height="600" /);
      const own = await browser.newContext({ viewport: { width: 1000, height: 700 } });
      const course = await own.newPage();
      const problems = [];
      course.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) problems.push(message.text());
      });
      course.on("pageerror", (error) => problems.push(String(error)));
      const body = sandbox ? snippet.replace("<iframe", `<iframe sandbox="${sandbox}"`) : snippet;
      // The frame is of a host that lets anybody read its files, as hosts of static files do; without, no module of it
      // would load in a frame without an origin.
      await own.route(/localhost/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
      });
      await own.route("https://course.example/", (route) =>
        route.fulfill({ contentType: "text/html", body: `<!doctype html><link rel="icon" href="data:,"><title>Course</title>${body}` })
      );
      await course.goto("https://course.example/");
      const within = course.frames().find((one) => one !== course.mainFrame());
      await next(within).waitFor();
      assert.equal((await position(within)).step, 5);
      await next(within).click();
      await at(within, 6);
      await tab(within, "Keys").click();
      await frame(within);
      await within.getByRole("link", { name: "Open full page" }).waitFor();
      const { scrollWidth, innerWidth } = await within.evaluate(() => ({ scrollWidth: document.scrollingElement.scrollWidth, innerWidth }));
      assert.ok(scrollWidth <= innerWidth);
      assert.deepEqual(problems, []);
      await own.close();
    }));
}

test("the way out of a frame leads to the same place", () =>
  visit({ address: "#step=9&tab=states&ui=embed" }, async (page) => {
    const out = page.getByRole("link", { name: "Open full page" });
    await next(page).click();
    await addressWith(page, "step=10");
    const there = new URL(await out.getAttribute("href"), page.url());
    assert.deepEqual([...new URLSearchParams(there.hash.slice(1))], [["step", "10"], ["tab", "states"]]);
  }));

test("the way out of a frame leads to a trace that everybody has, too", () =>
  visit({ address: "#preset=rfc8448-simple&step=3&ui=embed" }, async (page) => {
    const out = page.getByRole("link", { name: "Open full page" });
    const there = new URL(await out.getAttribute("href"), page.url());
    assert.deepEqual([...new URLSearchParams(there.hash.slice(1))], [["preset", "rfc8448-simple"], ["step", "3"]]);
  }));
