// What every answer is, and what is served at all.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { each, excerpt } from "../rig/check.mjs";

/** What belongs to the inside: where code is, how it failed, what was asked of the database, and versions. */
const INSIDE = /\bat \S+ \(|\.ts:\d+|node_modules|\/src\/|\bselect .+ from\b|\binsert into\b|ECONN|SQLSTATE|\bpg_|fastify|node\.js|postgres/i;

function problemFaults({ status, headers, body, text }) {
  if (!(headers["content-type"] ?? "").startsWith("application/problem+json")) return `no problem+json but ${headers["content-type"]}`;
  if (body === null || typeof body !== "object") return "not JSON";
  if (!/^(urn:problem:[a-z0-9-]+|https?:\S+|about:blank)$/.test(body.type ?? "")) return `its type is ${body.type}`;
  if (typeof body.title !== "string" || body.title === "") return "no title";
  if (body.status !== status) return `its status is ${body.status}`;
  if (typeof body.instance !== "string") return "no instance";
  return INSIDE.test(text) ? "tells of the inside" : null;
}

const HIDDEN = [
  "/admin", "/debug", "/.env", "/.git/HEAD", "/package.json", "/api-docs", "/metrics", "/livez", "/readyz", "/swagger.json", "//x",
  "/%2e%2e/", "/../", "/v1/../../etc/passwd", "/docs/..%2f..%2fpackage.json", "/docs/static/..%2f..%2f..%2fpackage.json", "/internal",
  "/v0", "/v2", "/graphql", "/actuator", "/server-status", "/console", "/index.ts", "/.keybeam/manifest.json", "/src/platform/dev/develop.ts",
];

/** What serves the description itself. */
const ABOUT = ["/docs", "/openapi.json"];

/** The paths that the code names as routes: `/v1/orders/:id` → `/v1/orders/{id}`. */
function pathsInCode(folder) {
  const files = readdirSync(join(folder, "src/services"), { recursive: true }).filter((file) => /^[^/]+\/api\/.*\.ts$/.test(file));
  const found = files.flatMap((file) => {
    const text = readFileSync(join(folder, "src/services", file), "utf8");
    return [...text.matchAll(/\bpath: "(\/[^"]*)"/g)].map(([, path]) => path.replaceAll(/:(\w+)/g, "{$1}"));
  });
  return [...new Set(found)].sort();
}

async function methods(rig, check, template) {
  const documented = rig.routes.filter((route) => route.template === template).map(({ method }) => method);
  const wanted = new Set(documented.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])));
  const path = template.replaceAll(/\{\w+\}/g, "00000000-0000-4000-8000-000000000000");
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
    if (documented.includes(method)) continue;
    const answer = await rig.send({ method, path, token: rig.operator(), route: `${method} ${template}` });
    check.that([404, 405].includes(answer.status), () => `${method} ${template} is not documented: ${excerpt(answer)}`);
    if (answer.status !== 405) continue;
    const allowed = (answer.headers["allow"] ?? "").split(", ").sort().join(", ");
    check.that(allowed === [...wanted].sort().join(", "), `${template} allows ${allowed}, and documents ${[...wanted].join(", ")}`);
  }
}

export default [
  {
    id: "B47",
    title: "nothing is served that is not in the inventory",
    run: async (rig, check) => {
      const templates = [...new Set(rig.routes.map(({ template }) => template))].sort();
      const inCode = pathsInCode(rig.folder);
      check.that(JSON.stringify(inCode) === JSON.stringify(templates), `the code names ${inCode}, the document ${templates}`);
      await each(templates, (template) => methods(rig, check, template));
      for (const path of HIDDEN) {
        const answer = await rig.send({ path, token: rig.operator() });
        check.that(answer.status === 404, () => `${path}: ${excerpt(answer)}`);
      }
      for (const path of ABOUT) check.that((await rig.send({ path })).status === 200, `${path} is not there`);
    },
  },
];

/** Runs last: it judges every refusal that the others met. */
export const last = [
  {
    id: "B32",
    title: "every error is a problem of RFC 9457",
    run: async (rig, check) => {
      for (const answer of rig.answers) {
        if (answer.status < 400 || answer.method === "HEAD") continue;
        const fault = problemFaults(answer);
        check.that(fault === null, () => `${answer.method} ${answer.path.slice(0, 80)} (${answer.status}): ${fault}`);
      }
    },
  },
];

/** Judges every answer that the others met. */
export const judges = [
  {
    id: "B39",
    title: "security headers on every answer",
    run: async (rig, check) => {
      const open = new Set(rig.routes.filter((route) => route.open).map(({ name }) => name));
      const known = new Set(rig.routes.map(({ name }) => name));
      for (const { headers, route, status, method, path } of rig.answers) {
        const what = `${method} ${path.slice(0, 60)} (${status})`;
        check.that(headers["x-content-type-options"] === "nosniff", `${what}: no nosniff`);
        check.that(headers["x-powered-by"] === undefined && headers["server"] === undefined, `${what}: says what it runs on`);
        if ((known.has(route) && !open.has(route)) || status >= 400) check.that(headers["cache-control"] === "no-store", `${what}: Cache-Control ${headers["cache-control"]}`);
      }
      const { headers } = await rig.send({ path: "/docs" });
      check.that(/default-src/.test(headers["content-security-policy"] ?? ""), "/docs has no Content-Security-Policy");
    },
  },
  {
    id: "B42",
    title: "nothing is sent elsewhere",
    run: async (rig, check) => {
      for (const { status, method, path } of rig.answers) check.that(status < 300 || status === 304 || status >= 400, `${method} ${path.slice(0, 60)} is a redirect`);
    },
  },
];
