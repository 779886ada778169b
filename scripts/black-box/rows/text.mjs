// What bodies, queries and texts may do to a reader.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { each, excerpt } from "../rig/check.mjs";
import { statusesIn } from "../rig/client.mjs";
import { rowCounts } from "../rig/database.mjs";
import { unitsOf } from "../rig/system.mjs";
import { changed, placesOf } from "./input.mjs";

/** Bodies as they are written, which no writer of JSON would write; each is refused whatever the route. */
const UNSTRICT = {
  "no body": Buffer.alloc(0),
  "spaces alone": Buffer.from("   "),
  "a trailing comma": Buffer.from('{"a":1,}'),
  "a comment": Buffer.from('{"a":1/**/}'),
  "single quotes": Buffer.from("{'a':1}"),
  "not closed": Buffer.from('{"a":'),
  "two values": Buffer.from("{}{}"),
  "a byte order mark": Buffer.from("\ufeff{}"),
  "bytes that are not UTF-8": Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  "UTF-16": Buffer.from("{}", "utf16le"),
  "half of a surrogate pair": Buffer.from('{"a":"\\ud800"}'),
  "a NUL": Buffer.from('{"a":"x\\u0000y"}'),
  "a NUL in a name": Buffer.from('{"a\\u0000":1}'),
  "a raw control character": Buffer.from('{"a":"x\u0001"}'),
  "a number too big": Buffer.from('{"a":1e400}'),
  "10,000 levels": Buffer.from(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`),
  "lists 10,000 levels deep": Buffer.from("[".repeat(10_000) + "]".repeat(10_000)),
  "the same key twice": Buffer.from('{"a":1,"a":2}'),
  "the same key twice, once escaped": Buffer.from('{"a":1,"\\u0061":2}'),
  "the same key twice, deep": Buffer.from('{"a":[{"b":1,"b":1}]}'),
  "100,000 keys": Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [index, 1])))),
};

/** Texts that some reader behind would take for more than text. */
export const INJECTIONS = [
  "' or '1'='1", "'; select pg_sleep(3); --", "1); drop table orders; --", "\\'; --", "{{7*7}}", "${7*7}", "#{7*7}", "<script>alert(1)</script>",
  "../../etc/passwd", "..\\..\\windows", "%00", "%0d%0aX: y", "*)(uid=*))(|(uid=*", "$(sleep 3)", "`sleep 3`", "| sleep 3", "=cmd|' /C calc'!A0",
  "${jndi:ldap://127.0.0.1/x}", "__proto__", "constructor", "\u202etxt.exe", "𝕏 ﷽ é", "a\r\nb\u001b[31m",
];

const stringsOf = (schema, body) => placesOf(schema, body).filter(({ schema: one }) => [one.type].flat().includes("string"));

const valueAt = (value, path) => path.reduce((at, name) => at?.[name], value);

async function injectsBodies(rig, check, route) {
  const first = await rig.samples.valid(route);
  for (const { path } of stringsOf(route.body, first.body)) {
    await each(INJECTIONS, async (text) => {
      // What is unique, and a step that is taken once, wants a request of its own.
      const request = route.path.length > 0 || route.action === "create" ? await rig.samples.valid(route) : first;
      const answer = await rig.send({ ...request, body: changed(request.body, path, (at, name) => { at[name] = text; }) });
      const what = `${route.name}, ${path.join("/")} ${JSON.stringify(text)}`;
      check.that(answer.status < 500, () => `${what}: ${excerpt(answer)}`);
      check.that(answer.ms < 2_500, `${what}: ${Math.round(answer.ms)} ms`);
      if (answer.status >= 300 || answer.body === null) return;
      const back = valueAt(answer.body, path);
      check.that(back === undefined || back === text, () => `${what}: came back as ${JSON.stringify(back)}`);
    });
  }
}

async function lives(rig, check, request) {
  const answer = await rig.send(request);
  const what = `${request.method} ${request.path.slice(0, 90)} ${JSON.stringify(request.headers).slice(0, 90)}`;
  check.that(answer.status < 500, () => `${what}: ${excerpt(answer)}`);
  check.that(answer.ms < 2_500, `${what}: ${Math.round(answer.ms)} ms`);
}

async function injectsAddresses(rig, check, route) {
  const request = await rig.samples.valid(route);
  await each(INJECTIONS, async (text) => {
    const bad = encodeURIComponent(text);
    const paths = [
      ...route.path.map(({ name }) => route.template.replace(`{${name}}`, bad).replaceAll(/\{\w+\}/g, "x")),
      ...route.query.map(({ name }) => `${request.path}?${name}=${bad}`),
    ];
    for (const path of paths) await lives(rig, check, { ...request, path });
    for (const name of ["x-request-id", "traceparent", "accept-language", "user-agent", "x-forwarded-for", "if-none-match", "idempotency-key", "if-match"]) {
      const value = text.replaceAll(/[\r\n\u001b]|[^\u0000-\u00ff]/gu, "");
      await lives(rig, check, { ...request, headers: { ...request.headers, [name]: value } });
    }
  });
}

const rssOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

const bodied = (rig) => rig.routes.filter((route) => route.body !== null);

const MUCH = 65_536;

export default [
  {
    id: "B23",
    title: "JSON is strict",
    run: async (rig, check) => {
      if (bodied(rig).length === 0) check.notApplicable("no route takes a body");
      for (const route of bodied(rig)) {
        const request = await rig.samples.valid(route);
        const before = await rowCounts(rig);
        for (const [what, body] of Object.entries(UNSTRICT)) {
          const answer = await rig.send({ ...request, body });
          const wanted = body.length > MUCH ? [400, 413] : [400];
          check.that(wanted.includes(answer.status), () => `${route.name}, ${what}: ${excerpt(answer)}`);
        }
        const twice = JSON.stringify(request.body).replace("{", `{"${Object.keys(request.body)[0] ?? "a"}":null,`);
        const answer = await rig.send({ ...request, body: Object.keys(request.body).length === 0 ? '{"a":1,"a":1}' : twice });
        check.that(answer.status === 400, () => `${route.name}, a field twice: ${excerpt(answer)}`);
        for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16"]) {
          const typed = await rig.send({ ...request, headers: { ...request.headers, "content-type": type } });
          check.that([400, 415].includes(typed.status), () => `${route.name} as ${type}: ${excerpt(typed)}`);
        }
        check.that(JSON.stringify(await rowCounts(rig)) === JSON.stringify(before), `${route.name}: wrote rows of what it refused`);
      }
    },
  },
  {
    id: "B24",
    title: "a body has its size",
    run: async (rig, check) => {
      if (bodied(rig).length === 0) check.notApplicable("no route takes a body");
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      const units = unitsOf(rig.folder);
      const sum = () => units.reduce((total, { pid }) => total + rssOf(pid), 0);
      const before = sum();
      for (const route of bodied(rig)) {
        const request = await rig.samples.valid(route);
        const large = Buffer.from(JSON.stringify({ ...request.body, pad: "x".repeat(2 * MUCH) }));
        const declared = await rig.send({ ...request, body: large });
        check.that(declared.status === 413, () => `${route.name}, declared: ${excerpt(declared)}`);
        const head = Object.entries({ host: "x", ...request.headers, ...(route.open ? {} : { authorization: `Bearer ${request.token}` }), "content-type": "application/json" });
        const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
        const lines = [`${route.method} ${request.path} HTTP/1.1`, ...head.map(([name, value]) => `${name}: ${value}`), "transfer-encoding: chunked"];
        const chunked = await rig.raw(`${lines.join("\r\n")}\r\n\r\n${chunk}`, { waitMs: 3_000, until: /\r\n\r\n/ });
        check.that(statusesIn(chunked.text)[0] === 413, `${route.name}, in chunks: ${chunked.text.slice(0, 80)}`);
        for (const encoding of ["gzip", "deflate", "br", "identity, gzip"]) {
          const encoded = await rig.send({ ...request, body: bomb, headers: { ...request.headers, "content-encoding": encoding } });
          check.that([413, 415].includes(encoded.status), () => `${route.name}, ${encoding}: ${excerpt(encoded)}`);
          const small = await rig.send({ ...request, body: gzipSync("{}"), headers: { ...request.headers, "content-encoding": encoding } });
          check.that(small.status === 415, () => `${route.name}, a small ${encoding}: ${excerpt(small)}`);
        }
      }
      const grown = sum() - before;
      check.that(grown < 50 * Math.max(1, units.length), `memory grew by ${Math.round(grown)} MiB over ${units.length} processes`);
    },
  },
  {
    id: "B26",
    title: "answers in what the client reads, or not at all",
    run: async (rig, check) => {
      for (const route of rig.routes) {
        const request = await rig.samples.valid(route);
        for (const accept of ["application/xml", "text/html", "application/json;q=0", "application/jsonx"]) {
          const answer = await rig.send({ ...request, headers: { ...request.headers, accept } });
          check.that(answer.status === 406, () => `${route.name}, Accept: ${accept}: ${excerpt(answer)}`);
        }
        if (route.service === "accounts") continue;
        for (const accept of ["*/*", "application/json", "application/problem+json, application/json", "text/html, */*;q=0.1"]) {
          const answer = await rig.send({ ...request, headers: { ...request.headers, accept } });
          check.that(answer.status !== 406, () => `${route.name}, Accept: ${accept}: ${excerpt(answer)}`);
        }
      }
    },
  },
  {
    id: "B27",
    title: "text stays text",
    run: async (rig, check) => {
      // Where passwords are hashed every request is slow, and the fields are few and the same.
      for (const route of bodied(rig).filter(({ service }) => service !== "accounts")) await injectsBodies(rig, check, route);
      for (const route of rig.routes.filter(({ service }) => service !== "accounts")) await injectsAddresses(rig, check, route);
    },
  },
  {
    id: "B28",
    title: "a parameter is said once",
    run: async (rig, check) => {
      for (const route of rig.routes.filter(({ method }) => method === "GET")) {
        const request = await rig.samples.valid(route);
        const many = Array.from({ length: 10_000 }, (_, index) => `p${index}=1`).join("&");
        for (const query of ["limit=1&limit=999", "limit[]=1", "a[__proto__]=x", "__proto__=x", "constructor[prototype][x]=1", "limit=1;limit=2", "limit=%31%00", "LIMIT=1"]) {
          const answer = await rig.send({ ...request, path: `${request.path}?${query}` });
          check.that([400, 422].includes(answer.status), () => `${route.name}?${query}: ${excerpt(answer)}`);
        }
        const answer = await rig.send({ ...request, path: `${request.path}?${many}` });
        check.that([400, 414, 422, 431].includes(answer.status), () => `${route.name} with 10,000 parameters: ${excerpt(answer)}`);
      }
    },
  },
  {
    id: "B30",
    title: "no text takes long to refuse",
    run: async (rig, check) => {
      const near = ["x".repeat(50_000), "0".repeat(50_000), "a@".repeat(25_000), `${"a.".repeat(25_000)}@`, `${"-".repeat(50_000)}!`, `${" ".repeat(50_000)}x`, `${"1".repeat(49_999)}z`];
      for (const route of bodied(rig).filter(({ service }) => service !== "accounts")) {
        const request = await rig.samples.valid(route);
        for (const { path } of stringsOf(route.body, request.body)) {
          for (const text of near) {
            const body = changed(request.body, path, (at, name) => { at[name] = text; });
            // The fastest of three: a machine may be slow for other reasons, an expression is slow each time.
            const times = [];
            for (let index = 0; index < 3 && !times.some((ms) => ms < 100); index += 1) {
              const answer = await rig.send({ ...request, body });
              check.that(answer.status < 500, () => `${route.name}, ${path.join("/")}: ${excerpt(answer)}`);
              times.push(answer.ms);
            }
            check.that(Math.min(...times) < 100, `${route.name}, ${path.join("/")} ${text.slice(0, 5)}…: ${times.map(Math.round)} ms`);
          }
        }
      }
    },
  },
  {
    id: "B31",
    title: "files that are sent",
    run: async (rig, check) => {
      const files = rig.routes.filter(({ template }) => /\/(files?|uploads?|attachments?)$/.test(template));
      if (files.length === 0) check.notApplicable("no route takes a file");
      check.that(false, "there is a route for files, and this row does not know it");
    },
  },
];
