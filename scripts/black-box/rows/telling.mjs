// What it tells of itself: logs, traces, metrics, breakers.
import { randomUUID } from "node:crypto";
import { excerpt } from "../rig/check.mjs";
import { createClient } from "../rig/client.mjs";
import { startCopy } from "../rig/copy.mjs";
import { eventually, unitsOf } from "../rig/system.mjs";
import { front, health, parsedLines } from "./operation.mjs";

const lineOf = (copy, requestId) => eventually("the request is in the log", () => parsedLines(copy).find((line) => line.requestId === requestId && line.message === "request"), 10_000);

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const TRACES = {
  [`00-${TRACE}-b7ad6b7169203331-01`]: true,
  [`00-${TRACE}-b7ad6b7169203331-00`]: true,
  [`00-${"0".repeat(32)}-b7ad6b7169203331-01`]: false,
  [`00-${TRACE}-${"0".repeat(16)}-01`]: false,
  [`ff-${TRACE}-b7ad6b7169203331-01`]: false,
  [`00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`]: false,
  [`00-${TRACE}-b7ad6b7169203331-01x`]: false,
  "x y": false,
  "": false,
};

const seriesOf = (text) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

function parses(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export default [
  {
    id: "B64",
    title: "a log of one JSON object a line",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const copy = await startCopy(rig, unit);
      await copy.ready();
      const client = createClient(copy.url, () => undefined);
      // Of those that grants decide: whoever has a token may ask about themselves.
      const route = rig.guarded.find(({ method, path, service }) => method === "GET" && path.length === 0 && service !== "accounts");
      const id = randomUUID();
      await client.send({ path: route?.template ?? "/x", token: rig.operator(), headers: { "x-request-id": id } });
      for (const evil of ["%0d%0a%7B%22level%22%3A%22info%22%7D", "%1b%5b31m", "%00", "%e2%80%a8"]) {
        await client.send({ path: `/v1/${evil}?q=${evil}`, token: rig.operator(), headers: { "user-agent": `x ${evil}`, "x-request-id": evil } });
      }
      await client.raw('GET /\u001b[31m\r\n{"level":"info"} HTTP/1.1\r\nHost: x\r\n\r\n', { waitMs: 300 });
      const unreadable = randomUUID();
      await client.send({ path: "/v1/%zz", token: rig.operator(), headers: { "x-request-id": unreadable } });
      const refused = randomUUID();
      if (route !== undefined) await client.send({ path: route.template, token: rig.as([]), headers: { "x-request-id": refused } });
      const line = await lineOf(copy, id);
      for (const field of ["level", "time", "unit", "traceId", "method", "route", "status", "durationMs"]) check.that(line[field] !== undefined, `no ${field}: ${JSON.stringify(line)}`);
      check.that(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(line.time), `its time is ${line.time}`);
      check.that((await lineOf(copy, unreadable)).status === 400, "an address that cannot be read is not in the log");
      if (route !== undefined) {
        check.that((await lineOf(copy, refused)).failure === "forbidden", "a refusal is not in the log");
        const [letIn, keptOut] = [line, await lineOf(copy, refused)];
        check.that(letIn.decision === "allow" && /^role:/.test(letIn.rule), `who was let in, and why, is not in the log: ${JSON.stringify(letIn)}`);
        check.that(keptOut.decision === "deny" && keptOut.rule === "no role", `who was refused, and why, is not in the log: ${JSON.stringify(keptOut)}`);
        for (const field of ["who", "operation", "resource"]) check.that(typeof keptOut[field] === "string" && keptOut[field] !== "", `a decision has no ${field}`);
      }
      await copy.stop("SIGTERM");
      for (const text of copy.lines()) {
        check.that(/^\{.*\}$/.test(text) && parses(text), `no JSON: ${text.slice(0, 160)}`);
        check.that(!/[\u0000-\u001f\u007f\u2028]/.test(text), `a control character: ${JSON.stringify(text.slice(0, 160))}`);
        check.that(!text.includes("Bearer ") && !/eyJ[\w-]+\.eyJ/.test(text), "a token is in the log");
      }
      client.close();
    },
  },
  {
    id: "B66",
    title: "a trace goes on, and a broken one begins anew",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const copy = await startCopy(rig, unit);
      await copy.ready();
      const client = createClient(copy.url, () => undefined);
      for (const [traceparent, isGood] of Object.entries(TRACES)) {
        const id = randomUUID();
        const answer = await client.send({ path: "/openapi.json", headers: { traceparent, "x-request-id": id, tracestate: Array.from({ length: 33 }, (_, index) => `m${index}=1`).join(",") } });
        check.that(answer.status === 200, () => `${traceparent}: ${excerpt(answer)}`);
        const { traceId } = await lineOf(copy, id);
        check.that(/^(?!0{32})[0-9a-f]{32}$/.test(traceId), `${traceparent} became ${traceId}`);
        check.that((traceId === TRACE) === isGood, `${traceparent} became ${traceId}`);
      }
      client.close();
      await copy.stop();
    },
  },
  {
    id: "B67",
    title: "metrics by the template of a route",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const admin = `http://127.0.0.1:${unit.environment["ADMIN_PORT"]}`;
      const read = async (url = admin) => (await health(url, "/metrics")).text;
      const route = rig.routes.find(({ method, path }) => method === "GET" && path.length === 1);
      const ask = () => rig.send({ path: route.template.replace(/\{\w+\}/, randomUUID()), token: rig.operator(), route: route.name });
      await ask();
      await rig.send({ path: `/v1/${randomUUID()}` });
      const before = seriesOf(await read()).length;
      for (let index = 0; index < 300; index += 1) {
        await ask();
        await rig.send({ path: `/v1/${randomUUID()}` });
      }
      const after = await read();
      check.that(seriesOf(after).length <= before + 2, `${seriesOf(after).length - before} series more after 600 ids`);
      check.that(/(?:http|gateway)_request_duration_seconds_bucket\{[^}]*route="\/v1\/[^"]*:?\w*"/.test(after), "no durations by route");
      const all = (await Promise.all(unitsOf(rig.folder).filter(({ environment }) => environment["ADMIN_PORT"]).map(({ environment }) => read(`http://127.0.0.1:${environment["ADMIN_PORT"]}`).catch(() => "")))).join("\n");
      // A function has one event at a time, and one connection: what waits is an event.
      const waiting = unit.name === "functions" ? "function_instances_waiting" : "_pool_waiting";
      const wanted = ["nodejs_eventloop_lag", "process_resident_memory_bytes", waiting, ...(Object.values(rig.spec.services).some(({ events }) => events) ? ["queue_depth", "outbox_age_seconds"] : [])];
      for (const name of wanted) check.that(all.includes(name), `nobody measures ${name}`);
    },
  },
  {
    id: "B70",
    title: "who is away is left alone, and asked again",
    run: async (rig, check) => {
      if (rig.spec.services.orders?.calls?.catalog?.breaker === undefined) check.notApplicable("the spec asks for no breaker");
      const units = unitsOf(rig.folder);
      const [caller, callee] = [units.find(({ name }) => name === "orders"), units.find(({ name }) => name === "catalog")];
      if (rig.topology === "serverless") check.notApplicable("functions ask one another inside the one process of their emulator, of which no part can be stopped");
      if (rig.example !== "shop" || caller === undefined || callee === undefined) check.notApplicable("who calls and who is called are one process");
      const quote = await rig.samples.valid(rig.routes.find(({ template }) => template === "/v1/quotes"));
      const admin = `http://127.0.0.1:${caller.environment["ADMIN_PORT"]}`;
      const held = async () => /calls_held_back\{[^}]*callee="catalog"[^}]*\} 1/.test((await health(admin, "/metrics")).text);
      check.that((await rig.send(quote)).status === 200, "it does not work to begin with");
      process.kill(callee.pid, "SIGSTOP");
      const during = [];
      try {
        for (let index = 0; index < 40 && !(await held()); index += 1) during.push(await Promise.all(Array.from({ length: 5 }, () => rig.send(quote))));
        check.that(await held(), "the breaker never opens");
        const fast = [];
        for (let index = 0; index < 10; index += 1) fast.push(await rig.send(quote));
        check.that(fast.every(({ status }) => status === 503), `held back it answers ${fast.map(({ status }) => status)}`);
        check.that(fast.map(({ ms }) => ms).sort((a, b) => a - b)[5] < 100, `held back it takes ${Math.round(fast[5].ms)} ms`);
      } finally {
        process.kill(callee.pid, "SIGCONT");
      }
      check.that(during.flat().every(({ status }) => [200, 503, 504].includes(status)), "it answers with something else");
      await eventually("it works again", async () => (await rig.send(quote)).status === 200, 60_000);
      check.that(!(await held()), "the metric stays");
    },
  },
];
