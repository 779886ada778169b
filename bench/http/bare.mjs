// The same work by hand on node:http: token, role, validation, the very SQL, ETag, one log line a request. Nothing is left out that the generated
// backend does for these three routes, and nothing is done that they do not need.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { identify, insert, logged, newPerson, pool, select, violations } from "./work.mjs";

const BODY_LIMIT = 65_536;
const PERSON = /^\/v1\/people\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

const send = (response, status, body, headers = {}) => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": response.requestId,
    ...headers,
  });
  response.end(text);
  return status;
};

const bodyOf = async (request) => {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
};

const routes = async (request, response) => {
  const user = await identify(request.headers.authorization);
  if (user === null) return send(response, 401, { title: "Unauthenticated" });
  request.user = user;
  if (request.method === "GET" && request.url === "/v1/greeting") return send(response, 200, { words: "hello" });
  const [, id] = PERSON.exec(request.url) ?? [];
  if (request.method === "GET" && id !== undefined) {
    const { rows } = await pool.query({ ...select, values: [id] });
    const [row] = rows;
    if (row === undefined) return send(response, 404, { title: "Not found" });
    const etag = `"${row.version}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end() && 304;
    return send(response, 200, row, { etag });
  }
  if (request.method === "POST" && request.url === "/v1/people") {
    const body = await bodyOf(request);
    if (body === undefined || violations(body)) return send(response, 400, { title: "Malformed" });
    const row = newPerson(body);
    await pool.query({
      ...insert,
      values: [row.id, row.createdAt, row.updatedAt, row.version, row.name, row.email, row.phone],
    });
    return send(response, 201, row, { etag: `"${row.version}"`, location: `/v1/people/${row.id}` });
  }
  return send(response, 404, { title: "Not found" });
};

createServer((request, response) => {
  const begun = performance.now();
  response.requestId = randomUUID();
  routes(request, response)
    .catch(() => send(response, 500, { title: "Fault" }))
    .then((status) => logged(response.requestId, request, request.url, status, begun));
}).listen(Number(process.env.PORT), "127.0.0.1");
