// The page as a thing that is served: it opens, wherever it is put, and says so when it cannot.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, next, open, serve } from "./harness.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Calls `run` with the page, opened from a server of its own. */
async function opened({ server = {}, ...options }, run) {
  const served = await serve({ quality: 4, ...server });
  try {
    const tab = await open(browser, { url: served.url, ...options });
    await run({ ...tab, served });
    await tab.close();
  } finally {
    served.close();
  }
}

test("opens without a complaint on the console", () =>
  opened({}, async ({ problems }) => {
    assert.deepEqual(problems, []);
  }));

test("works under any path, and asks nobody for anything after loading", () =>
  opened({ server: { base: "/course/week%203/handshake/" } }, async ({ page, requests, problems, served }) => {
    assert.ok(requests.every((request) => request.startsWith(served.url)), requests.join("\n"));
    const loaded = requests.length;
    for (let step = 0; step < 10; step += 1) await next(page).click();
    // Some time later, too: Chromium asks for an icon that is a file anew whenever the address has changed.
    await page.waitForTimeout(1000);
    assert.deepEqual(requests.slice(loaded), []);
    assert.deepEqual(problems, []);
  }));

test("works in another site's frame", () => {
  const course = '<!doctype html><title>Course</title><link rel="icon" href="data:,"><iframe title="Handshake" src="/it/"></iframe>';
  return opened({ server: { base: "/it/", pages: { "/course.html": course } }, wait: false }, async ({ page, problems, served }) => {
    await page.goto(`${served.origin}/course.html`);
    const within = page.frameLocator("iframe").getByRole("button", { name: "Next", exact: true });
    await within.click();
    assert.deepEqual(problems, []);
  });
});

test("works where storage is refused", () =>
  opened({ storage: false }, async ({ page, problems }) => {
    await next(page).click();
    assert.deepEqual(problems, []);
  }));

test("says so when WebAssembly is blocked", () =>
  opened({ server: { headers: { "content-security-policy": "script-src 'self'" } }, wait: false }, async ({ page }) => {
    const said = await page.getByRole("alert").innerText();
    assert.match(said, /WebAssembly.*blocks it.*Allow WebAssembly/s);
  }));

test("says so when WebAssembly is not there at all", () =>
  opened({ wait: false }, async ({ page, served }) => {
    await page.addInitScript(() => delete window.WebAssembly);
    await page.goto(`${served.url}?again`);
    assert.match(await page.getByRole("alert").innerText(), /WebAssembly.*Allow WebAssembly/s);
  }));

test("says so when a program stops while it is used, and what stands there stays", () =>
  opened({}, async ({ page }) => {
    await next(page).click();
    await page.evaluate(() => {
      // A module whose start is the instruction "unreachable": a panic of the program is no more than that.
      const bytes = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11);
      setTimeout(() => new WebAssembly.Instance(new WebAssembly.Module(bytes)));
    });
    assert.match(await page.getByRole("alert").innerText(), /stopped.*Reload it.*report its address/s);
    await next(page).waitFor();
  }));

for (const [what, hash, place] of [
  ["a lesson", "#lesson=why&ui=embed", (frame) => frame.getByRole("region", { name: "Lesson" }).getByRole("heading").first()],
  ["a comparison", "#preset=tls12&compare=default&ui=embed", (frame) => frame.getByRole("dialog", { name: "Compare" })],
]) {
  test(`a frame with ${what} that is only loaded leaves focus and place to the page around it`, () => {
    const frame = `<iframe title="Handshake" width="820" height="560" src="/it/${hash.replaceAll("&", "&amp;")}"></iframe>`;
    const course = `<!doctype html><title>Course</title><link rel="icon" href="data:,"><input aria-label="Notes"><p style="height: 1500px">Text</p>${frame}`;
    return opened({ server: { base: "/it/", pages: { "/course.html": course } }, wait: false }, async ({ page, problems, served }) => {
      await page.goto(`${served.origin}/course.html`);
      await page.getByLabel("Notes").focus();
      const within = page.frameLocator("iframe");
      await place(within).waitFor();
      await page.waitForTimeout(500);
      assert.deepEqual(await page.evaluate(() => [document.activeElement.tagName, scrollY]), ["INPUT", 0]);
      if (what === "a comparison") {
        // Used, it is a dialog as any other, and closes with Escape.
        await within.getByRole("slider", { name: "Latency" }).focus();
        await page.keyboard.press("Escape");
        await place(within).waitFor({ state: "hidden" });
      }
      assert.deepEqual(problems, []);
    });
  });
}

test("says so in a frame without an origin, where the server lets it load nothing", () => {
  const course = '<!doctype html><title>Course</title><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" title="Handshake" src="/it/"></iframe>';
  return opened({ server: { base: "/it/", pages: { "/course.html": course } }, wait: false }, async ({ page, served }) => {
    await page.goto(`${served.origin}/course.html`);
    const said = await page.frameLocator("iframe").getByRole("alert").innerText();
    assert.match(said, /sandbox gives it no origin.*Open it.*allow-same-origin/s);
  });
});

test("says so when a part does not arrive", () =>
  opened({ server: { missing: /\.wasm$/ }, wait: false }, async ({ page }) => {
    const said = await page.getByRole("alert").innerText();
    assert.match(said, /did not arrive.*reload/s);
  }));

test("says so when scripts are switched off", () =>
  opened({ javaScriptEnabled: false, wait: false }, async ({ page }) => {
    // Playwright's other locators take what is in a noscript for hidden.
    const notice = page.locator("noscript");
    assert.match(await notice.innerText(), /Switch JavaScript on/);
    assert.ok(await notice.isVisible());
  }));
