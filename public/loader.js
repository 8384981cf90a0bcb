// Starts the page. An external file, because the content security policy refuses inline scripts; and no module, because
// a page without an origin may load none from most servers, and then nobody would say so.
// The addresses stand in the head, where they start to load before this file has arrived.
const address = (selector) => document.querySelector(selector).href;

// What is said when the page cannot start: what happened, and what to do about it.
function sentence(error) {
  if (typeof WebAssembly !== "object" || error instanceof WebAssembly.CompileError) {
    return "This page needs WebAssembly, and this browser has it switched off or blocks it (a lockdown mode, an " +
      "extension or a security policy of the site around it). Allow WebAssembly for this page, or open it in another browser.";
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return "The page stopped: something went wrong in its program. Reload it; if it stops again, please report its address.";
  }
  if (self.origin === "null") {
    return "This page cannot load its program here: it was opened from a file, or in a frame whose sandbox gives it no " +
      "origin. Open it from its web server in a tab of its own, or add allow-same-origin to the frame's sandbox.";
  }
  return "A part of this page did not arrive. Check the connection, then reload the page.";
}

// Refuses an answer that is not the file.
async function arrived(asked) {
  const response = await asked;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response;
}

function say(error) {
  console.error(error);
  document.getElementById("failure")?.remove();
  const notice = document.createElement("p");
  notice.id = "failure";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence(error);
  document.body.prepend(notice);
}

// The first words, not only their ground, are on the screen before the program takes the processor; a page in the background is
// never painted.
const painted = new Promise((resolve) => {
  const words = (list) => list.getEntriesByName("first-contentful-paint").length > 0 && resolve();
  new PerformanceObserver(words).observe({ type: "paint", buffered: true });
  setTimeout(resolve, document.hidden ? 0 : 300);
});

async function load(script, program) {
  const wasm = arrived(fetch(program));
  const { default: start } = await import(script);
  await painted;
  await start({ module_or_path: wasm });
}

// The whole program takes the page over from its first part.
let whole;
async function loadWhole() {
  document.getElementById("failure")?.remove();
  const waiting = document.getElementById("waiting");
  waiting.textContent = "The larger part of this page is on its way.";
  const names = document.querySelector('meta[name="whole"]').content.split(" ");
  try {
    await load(...names.map((name) => new URL(name, document.baseURI).href));
  } finally {
    waiting.textContent = "";
  }
}
addEventListener("ask", () => {
  whole ??= loadWhole().catch((error) => {
    whole = undefined;
    say(error);
    dispatchEvent(new Event("alone"));
  });
});

// A panic of the program is a trap, whenever it comes.
addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) say(error);
});

load(address('link[rel="modulepreload"]'), address('link[rel="preload"][as="fetch"]')).catch(say);
