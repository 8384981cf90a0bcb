// A static server as a course's web space is one: a folder under some path, compressed, of the right types.
import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Compresses as a host does that compresses ahead of time; a lower `quality` takes a fraction of the time. */
export function brotli(bytes, quality = 11) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

/** Returns the files of a folder, by their path in it. */
export function files(folder = dist) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * Serves `dist/` at `base`, a path that starts and ends with a slash.
 *
 * `headers` go with every answer; a file whose path matches `missing` is not there; `pages` are more, by their path.
 */
export async function serve({ base = "/", headers = {}, missing, pages = {}, quality = 11 } = {}) {
  const answers = new Map();
  for (const path of files()) {
    const body = readFileSync(join(dist, path));
    answers.set(base + path.replaceAll("\\", "/"), { type: types[extname(path)], body, packed: brotli(body, quality) });
  }
  for (const [path, html] of Object.entries(pages)) {
    answers.set(path, { type: types[".html"], body: Buffer.from(html), packed: brotli(Buffer.from(html), quality) });
  }
  const index = answers.get(`${base}index.html`);
  if (!index) throw new Error("dist/ is empty: run `make dist` first");
  answers.set(base, index);

  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const answer = missing?.test(path) ? undefined : answers.get(path);
    if (!answer) {
      response.writeHead(404, { "content-type": "text/plain" }).end("There is no such file.\n");
      return;
    }
    const packed = /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    const body = packed ? answer.packed : answer.body;
    response.writeHead(200, {
      "content-type": answer.type ?? "application/octet-stream",
      "content-length": body.length,
      "cache-control": "no-store",
      ...(packed && { "content-encoding": "br" }),
      ...headers,
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    url: origin + base,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
