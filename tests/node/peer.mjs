// A server or a client of Node's TLS with one group, in the folder with the certificates: `peer.mjs server GROUP`, `peer.mjs client GROUP PORT`.
import { appendFileSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:tls";

const [role, group, port] = process.argv.slice(2);
const common = { ecdhCurve: group, minVersion: "TLSv1.3" };
const log = (line) => appendFileSync("theirs.log", line);

if (role === "server") {
  const files = { key: readFileSync("key.pem"), cert: readFileSync("chain.pem") };
  const server = createServer({ ...common, ...files }, (socket) => {
    console.log(socket.getProtocol());
    socket.pipe(socket);
    server.close();
  });
  server.on("keylog", log);
  server.on("tlsClientError", (error) => {
    console.log(error.code);
    server.close();
  });
  server.listen(0, "127.0.0.1", () => console.log(`Listening on 127.0.0.1:${server.address().port}`));
} else {
  const socket = connect({ ...common, host: "127.0.0.1", port, servername: "localhost", ca: readFileSync("root.pem") }, () => {
    console.log(socket.getProtocol(), socket.getEphemeralKeyInfo().name, socket.authorized);
    socket.write("a question");
  });
  socket.on("keylog", log);
  socket.on("error", (error) => console.log(error.code));
  socket.on("data", (data) => {
    console.log(data.toString());
    socket.end();
  });
}
