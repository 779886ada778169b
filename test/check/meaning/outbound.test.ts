import { describe, expect, it } from "vitest";
import { checkFiles, inShort } from "../project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  core: { paths: ["src/**"] }
`;

const forever = [
  `await fetch(url);`,
  `await fetch(url, { method: "POST" });`,
  `await fetch(url, { signal: undefined });`,
  `await globalThis.fetch(url);`,
  `await window["fetch"](url);`,
  `export const a = (fetch as any)(url);`,
  `export const a = (globalThis as any).fetch!(url);`,
  `const f = fetch; await f(url);`,
  `const options = { method: "POST" }; await fetch(url, options);`,
  `const more = { method: "POST" }; await fetch(url, { ...more, body });`,
  `await fetch(new URL(path, base));`,
  `import fetch from "node-fetch"; await fetch(url);`,
  `const fetch = require("node-fetch"); await fetch(url);`,
  `import { request } from "undici"; await request(url, { method: "GET" });`,
  `import axios from "axios"; await axios.get(url);`,
  `import axios from "axios"; await axios.post(url, body, { headers: {} });`,
  `import axios from "axios"; await axios({ url });`,
  `import axios from "axios"; export const api = axios.create({ baseURL, timeout: 0 });`,
  `import got from "got"; await got(url, { retry: 2 });`,
  `import { got } from "got"; await got.post(url, { json });`,
  `import ky from "ky"; await ky(url, { timeout: false });`,
  `import http from "node:http"; http.get(url, answer => answer);`,
  `import * as https from "https"; const r = https.request({ host }); r.end();`,
  `import { request } from "node:https"; request("https://a.example", (answer) => answer);`,
];

const ended = [
  `await fetch(url, { signal: AbortSignal.timeout(1000) });`,
  `await fetch(url, { signal });`,
  `await fetch(url, options);`,
  `await fetch(url, { ...init });`,
  `await fetch(request);`,
  `await fetch(new Request(url, { signal }));`,
  `const r = new Request(url, { signal }); await fetch(r);`,
  `const options = { method: "POST", signal }; await fetch(url, options);`,
  `const options = { method: "POST" }; options.signal = signal; await fetch(url, options);`,
  `await fetch(...args);`,
  `export const f = (fetch: (url: string) => string) => fetch(url);`,
  `import { fetch } from "./own.ts"; await fetch(url);`,
  `export const f = async (repository) => repository.fetch(url);`,
  `import axios from "axios"; await axios.get(url, { timeout: 1000 });`,
  `import axios from "axios"; const api = axios.create({ timeout: 1000 }); await api.get(url);`,
  `import axios from "axios"; axios.defaults.timeout = 1000; await axios.get(url);`,
  `import got from "got"; await got(url, { timeout: { request: 1000 } });`,
  `import ky from "ky"; await ky(url);`,
  `import http from "node:http"; http.get(url, { timeout: 100 }, answer => answer);`,
  `import http from "node:http"; const r = http.get(url); r.setTimeout(100);`,
  `import http from "node:http"; http.get(url).setTimeout(100);`,
  `import http from "node:http"; http.request(options);`,
  `import pg from "pg"; await pool.query("select 1");`,
];

const manifest = `{ "name": "plain", "dependencies": ${JSON.stringify(Object.fromEntries(["node-fetch", "undici", "axios", "got", "ky", "pg"].map((name) => [name, "1.0.0"])))} }`;
const findIn = async (text: string) =>
  inShort(await checkFiles(spec, { "src/a.ts": text, "src/own.ts": "export const fetch = (url: string) => url;", "package.json": manifest }));

describe("call-without-deadline", () => {
  it.each(forever)("finds %s", async (text) => {
    expect(await findIn(text)).toEqual(["call-without-deadline src/a.ts:1"]);
  });

  it.each(ended)("leaves %s alone", async (text) => {
    expect(await findIn(text)).toEqual([]);
  });
});
