// Requests as HTTP has them: framing, slowness, sizes, origins, versions, keys.
import { connect } from "node:net";
import { each, excerpt } from "../rig/check.mjs";
import { statusesIn } from "../rig/client.mjs";
import { rowCounts } from "../rig/database.mjs";
import { startNginx } from "../rig/nginx.mjs";
import { unanswered } from "../rig/outages.mjs";

const different = (body) =>
  Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [name, typeof value === "number" ? value + 1 : value]));

async function keyed(rig, check, route) {
  const request = await rig.samples.valid(route);
  const first = await rig.send(request);
  if (first.status >= 300) check.that(first.status === 409, () => `${route.name}: ${excerpt(first)}`);
  const again = await rig.send(request);
  check.that(again.status === first.status && again.text === first.text, () => `${route.name}, the same twice: ${excerpt(first)} and ${excerpt(again)}`);
  const other = await rig.samples.valid(route);
  const reused = await rig.send({ ...other, body: different(other.body), headers: request.headers, token: request.token });
  check.that([409, 422].includes(reused.status), () => `${route.name}, a key of another command: ${excerpt(reused)}`);
  const { "idempotency-key": _key, ...keyless } = other.headers;
  const without = await rig.send({ ...other, headers: keyless });
  check.that(without.status === 400, () => `${route.name} without a key: ${excerpt(without)}`);
  for (const key of ["x".repeat(10_000), "", "é", "a b"]) {
    const bad = await rig.send({ ...other, headers: { ...keyless, "idempotency-key": Buffer.from(key).toString("latin1") } });
    check.that([400, 431].includes(bad.status), () => `${route.name}, a key of ${key.slice(0, 8)}: ${excerpt(bad)}`);
  }
  const crowd = await rig.samples.valid(route);
  const before = await rowCounts(rig);
  const answers = await Promise.all(Array.from({ length: 20 }, () => rig.send(crowd)));
  const good = answers.filter(({ status }) => status < 300);
  check.that(new Set(good.map(({ text }) => text)).size <= 1, `${route.name}, twenty at once: ${good.length} answers that differ`);
  check.that(answers.every(({ status }) => status < 300 || status === 409), `${route.name}, twenty at once: ${answers.map(({ status }) => status)}`);
  const grown = Object.entries(await rowCounts(rig)).filter(([table, count]) => count - before[table] > 1);
  check.that(grown.length === 0, `${route.name}, twenty at once: ${grown.map(([table]) => table)} grew by more than one`);
}

/** It was saved, and whoever sent it was not told: sent again it is answered as it would have been, and done no more. */
async function answeredAfterAll(rig, check, route) {
  const request = await unanswered(rig, route);
  if (request === null) return;
  const before = await rowCounts(rig);
  const first = await rig.send(request);
  const second = await rig.send(request);
  check.that(first.status < 300 && first.text === second.text, () => `${route.name}, sent again after a kill: ${excerpt(first)} and ${excerpt(second)}`);
  const grown = Object.entries(await rowCounts(rig)).filter(([table, count]) => count > before[table]);
  check.that(grown.length === 0, `${route.name}, sent again after a kill: ${grown.map(([table]) => table)} grew`);
}

const HOST = "Host: x\r\n";

/** What two readers of HTTP might take for different requests; `post` begins one whose body is read. */
const smuggled = (post) => ({
  "both lengths": `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "two lengths": `${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhelloGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "a list of lengths": `${post}Content-Length: 5, 6\r\n\r\nhello`,
  "an unknown coding": `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "a coding after chunked": `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "bare line feeds": `GET /x HTTP/1.1\n${HOST.trim()}\nX: y\n\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "a space before the colon": `${post}Content-Length : 5\r\n\r\nhello`,
  "a folded header": `GET /x HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`,
  "a chunk size in C": `${post}Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`,
  "a negative length": `${post}Content-Length: -1\r\n\r\nhello`,
  "a length with a plus": `${post}Content-Length: +5\r\n\r\nhello`,
  "a NUL in a header": `GET /x HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
  "no host": "GET /x HTTP/1.1\r\n\r\n",
  "two hosts": `GET /x HTTP/1.1\r\n${HOST}Host: y\r\n\r\n`,
  "no version": `GET /x\r\n${HOST}\r\n`,
  "an unknown version": `GET /x HTTP/9.9\r\n${HOST}\r\n`,
  "no HTTP at all": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
});

/** A fold that is unfolded is one reading: RFC 9112 5.2 allows a server to do so. */
const READ_ALL_THE_SAME = ["a folded header"];

/** What it answers is what it let through, request by request; who comes next on its connection to us gets the answer to his own. */
async function throughNginx(rig, check, post) {
  const nginx = await startNginx(rig);
  if (nginx === null) return;
  try {
    for (const [what, bytes] of Object.entries(smuggled(post))) {
      const before = nginx.served();
      const { text } = await nginx.raw(bytes, { waitMs: 1_500 });
      // What it refuses itself it may not count as a request.
      const statuses = statusesIn(text).filter((status) => ![400, 501, 505].includes(status));
      check.that(statuses.length <= nginx.served() - before, `through nginx, ${what}: ${statuses} for ${nginx.served() - before} requests`);
      for (let index = 0; index < 3; index += 1) {
        const next = await nginx.send({ path: "/openapi.json" });
        check.that(next.status === 200 && next.body?.openapi !== undefined, () => `through nginx, after ${what}: ${excerpt(next)}`);
      }
    }
  } finally {
    await nginx.close();
  }
}

const ORIGINS = ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://localhost:3000"];

const crossOrigin = ({ headers }) => Object.keys(headers).filter((name) => name.startsWith("access-control-"));

/** A client that never finishes: one byte each five seconds, of its headers or of its body. */
function drip(hostname, port, inBody) {
  const begun = performance.now();
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.resume();
  const ended = new Promise((resolve) => socket.once("close", () => resolve(performance.now() - begun)));
  socket.write(inBody ? `POST /auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n` : `GET / HTTP/1.1\r\n${HOST}X: `);
  const timer = setInterval(() => socket.write("x"), 5_000);
  socket.once("close", () => clearInterval(timer));
  return { ended, end: () => socket.destroy() };
}

export default [
  {
    id: "B34",
    title: "one request is one request",
    run: async (rig, check) => {
      const route = rig.routes.find(({ body, open, method }) => body !== null && !open && method === "POST");
      const token = rig.operator();
      const post = `POST ${route?.template ?? "/x"} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nAuthorization: Bearer ${token}\r\n`;
      for (const [what, bytes] of Object.entries(smuggled(post))) {
        const { text, closed } = await rig.raw(bytes, { waitMs: 2_500 });
        const statuses = statusesIn(text);
        if (READ_ALL_THE_SAME.includes(what) && statuses[0] === 404) continue;
        check.that(statuses.length === 1 && [400, 501, 505].includes(statuses[0]), `${what}: ${statuses} ${text.slice(0, 60)}`);
        check.that(closed, `${what}: the connection stays open`);
        check.that(!text.includes("smuggled"), `${what}: the second request was read`);
      }
      await throughNginx(rig, check, post);
    },
  },
  {
    id: "B35",
    long: true,
    title: "slow clients are let go, and hold up nobody",
    run: async (rig, check) => {
      const { hostname, port } = new URL(rig.system.url);
      const slow = Array.from({ length: 200 }, (_, index) => drip(hostname, port, index % 2 === 0));
      const begun = performance.now();
      const times = [];
      while (performance.now() - begun < 28_000) {
        times.push((await rig.send({ path: "/v1/nothing" })).ms);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const lives = await Promise.all(slow.map((one) => Promise.race([one.ended, new Promise((resolve) => setTimeout(() => resolve(null), 4_000))])));
      for (const one of slow) one.end();
      check.that(lives.every((ms) => ms !== null && ms <= 30_000), `${lives.filter((ms) => ms === null || ms > 30_000).length} of 200 are still there after 30 s`);
      check.that(times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)] < 200, `others wait ${Math.round(times.at(-1))} ms`);
    },
  },
  {
    id: "B36",
    title: "headers and addresses have their size",
    run: async (rig, check) => {
      await each(rig.routes, async (route) => {
        const request = { ...(await rig.samples.valid(route)), body: undefined };
        const large = await rig.send({ ...request, headers: { ...request.headers, "x-large": "x".repeat(20_000) } });
        check.that(large.status === 431, () => `${route.name}, a header of 20 KB: ${excerpt(large)}`);
        const several = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`h${index}`, "1"]));
        const many = await rig.send({ ...request, headers: { ...request.headers, ...several } });
        check.that(many.status === 431, () => `${route.name}, 2,000 headers: ${excerpt(many)}`);
        const some = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`h${index}`, "1"]));
        const fewer = await rig.send({ ...request, headers: { ...request.headers, ...some } });
        check.that(fewer.status === 431, () => `${route.name}, 500 headers: ${excerpt(fewer)}`);
        const long = await rig.send({ ...request, path: `${request.path}?${"x".repeat(10_000)}` });
        check.that([414, 431].includes(long.status), () => `${route.name}, a URL of 10 KB: ${excerpt(long)}`);
      });
    },
  },
  {
    id: "B38",
    title: "no update is lost",
    run: async (rig, check) => {
      const routes = rig.routes.filter(({ method, headers }) => ["PUT", "PATCH", "DELETE"].includes(method) && headers.some(({ name }) => name === "If-Match"));
      if (routes.length === 0) check.notApplicable("nothing is changed in place");
      for (const route of routes) {
        const request = await rig.samples.valid(route);
        if (request.subject === null) continue;
        const answers = await Promise.all(Array.from({ length: 8 }, () => rig.send(request)));
        const statuses = answers.map(({ status }) => status).sort();
        check.that(statuses.filter((status) => status < 300).length === 1, `${route.name}, eight at once: ${statuses}`);
        check.that(statuses.slice(1).every((status) => [404, 409, 412].includes(status)), `${route.name}, eight at once: ${statuses}`);
        const blind = await rig.send({ ...(await rig.samples.valid(route)), headers: {} });
        check.that(blind.status === 428, () => `${route.name} without If-Match: ${excerpt(blind)}`);
      }
    },
  },
  {
    id: "B40",
    title: "other origins read nothing",
    run: async (rig, check) => {
      await each(rig.routes, async (route) => {
        const request = await rig.samples.valid(route);
        for (const origin of ORIGINS) {
          const answer = await rig.send({ ...request, headers: { ...request.headers, origin, cookie: "session=1" } });
          check.that(crossOrigin(answer).length === 0, () => `${route.name} to ${origin}: ${crossOrigin(answer)}`);
          const asked = await rig.send({
            method: "OPTIONS",
            path: request.path,
            headers: { origin, "access-control-request-method": route.method, "access-control-request-headers": "authorization" },
          });
          check.that(asked.status >= 400 || crossOrigin(asked).length === 0, () => `${route.name}, ${origin} asks: ${excerpt(asked)}`);
          check.that(asked.headers["access-control-allow-origin"] === undefined, `${route.name}: ${origin} is let in`);
        }
      });
      for (const origin of rig.spec.api?.cors ?? rig.spec.api?.origins ?? []) {
        const answer = await rig.send({ path: rig.routes[0].template, headers: { origin } });
        check.that(answer.headers["access-control-allow-origin"] === origin, `${origin} is not let in`);
        check.that(/origin/i.test(answer.headers["vary"] ?? ""), `${origin}: no Vary`);
        const suffixed = await rig.send({ path: rig.routes[0].template, headers: { origin: `${origin}.evil.example` } });
        check.that(suffixed.headers["access-control-allow-origin"] === undefined, `${origin}.evil.example is let in`);
      }
    },
  },
  {
    id: "B43",
    title: "TLS of its own",
    run: async (rig, check) => {
      if (rig.spec.auth?.betweenServices !== "mtls") check.notApplicable("the spec asks for no TLS of its own: what stands in front ends it");
      check.notApplicable("held by test/e2e/mtls and by verify:deploy");
    },
  },
  {
    id: "B44",
    title: "the same key is the same command",
    run: async (rig, check) => {
      const routes = rig.routes.filter(({ headers }) => headers.some(({ name }) => name === "Idempotency-Key"));
      if (routes.length === 0) check.notApplicable("no route takes a key");
      for (const route of routes) {
        await keyed(rig, check, route);
        await answeredAfterAll(rig, check, route);
      }
    },
  },
  {
    id: "B46",
    title: "what goes away says so",
    run: async (rig, check) => {
      const routes = Object.entries(rig.system.document.paths).flatMap(([template, item]) =>
        Object.entries(item).filter(([, operation]) => operation.deprecated === true).map(([method]) => ({ template, method: method.toUpperCase() })),
      );
      if (routes.length === 0) check.notApplicable("no route is deprecated");
      for (const { template, method } of routes) {
        const route = rig.routes.find((one) => one.template === template && one.method === method);
        const { headers } = await rig.send(await rig.samples.valid(route));
        check.that(/^@\d+$/.test(headers["deprecation"] ?? ""), `${route.name}: Deprecation ${headers["deprecation"]}`);
        const [, since = "0"] = /^@(\d+)$/.exec(headers["deprecation"] ?? "") ?? [];
        if (headers["sunset"] !== undefined) check.that(Date.parse(headers["sunset"]) > Number(since) * 1_000, `${route.name}: Sunset ${headers["sunset"]}`);
        check.that(/rel="?(deprecation|sunset|successor-version)/.test(headers["link"] ?? ""), `${route.name}: Link ${headers["link"]}`);
      }
    },
  },
];
