// More than it can answer, and for long. Both take minutes.
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { pause, unitsOf } from "../rig/system.mjs";
import { databasesOf } from "../rig/database.mjs";
import { front } from "./operation.mjs";

const CLIENTS = 32;
const TIMES = 10;
const OVERLOAD_MS = 60_000;
const LONG_MS = 600_000;
/** Over all of the time, so that it works as evenly at its end as at its beginning. */
const MOST_REQUESTS = 200_000;
/** A token lives for a quarter of an hour. */
const TOKEN_MS = 300_000;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const rssOf = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

/** One request over an agent that is ours alone; its body is read and let go. */
const asked = (agent, rig, { method = "GET", path, token, body }) =>
  new Promise((resolve) => {
    const begun = performance.now();
    const bytes = body === undefined ? undefined : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, ...(bytes === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) }) };
    const request = httpRequest(new URL(path, rig.system.url), { method, agent, headers, timeout: 40_000 }, (response) => {
      response.resume().once("end", () => resolve({ status: response.statusCode, ms: performance.now() - begun }));
    });
    request.on("timeout", () => request.destroy()).on("error", () => resolve({ status: 0, ms: performance.now() - begun }));
    request.end(bytes);
  });

/** So many clients, each a user of its own, who asks again when it is answered, and a little later when it is turned away. */
async function crowd(rig, path, clients, ms) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const until = performance.now() + ms;
  const answers = [];
  const client = async () => {
    // One user for all would come to what a user may ask in a minute before the system comes to its own end.
    const token = rig.operator();
    while (performance.now() < until) {
      const answer = await asked(agent, rig, { path, token });
      answers.push(answer);
      if (answer.status !== 200) await pause(100);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return answers;
}

const cheap = (rig) => rig.routes.find(({ method, open, path, service, action }) => method === "GET" && !open && path.length === 0 && action === "list" && service !== "accounts");

/** Milliseconds until ten requests in a row are answered quickly, each on a connection of its own: those kept from before the crowd may be at their end. */
async function recoveredAfter(rig, path) {
  const [agent, begun, token] = [new Agent(), performance.now(), rig.operator()];
  for (let fast = 0; fast < 10 && performance.now() - begun < 10_000; ) {
    const { status, ms } = await asked(agent, rig, { path, token });
    fast = status === 200 && ms < 100 ? fast + 1 : 0;
  }
  return performance.now() - begun;
}

async function overload(rig, check) {
  const unit = front(rig, check);
  const { template } = cheap(rig);
  const good = (answers) => answers.filter(({ status }) => status === 200);
  await crowd(rig, template, CLIENTS, 3_000);
  const capacity = good(await crowd(rig, template, CLIENTS, 10_000)).length / 10;
  const sizes = [];
  const sampling = setInterval(() => sizes.push(rssOf(unit.pid)), 1_000);
  const answers = await crowd(rig, template, CLIENTS * TIMES, OVERLOAD_MS);
  clearInterval(sampling);
  const goodput = good(answers).length / (OVERLOAD_MS / 1_000);
  check.that(goodput >= capacity * 0.8, `${Math.round(goodput)} good answers a second, and ${Math.round(capacity)} with a tenth of the clients`);
  const others = answers.filter(({ status }) => status !== 200);
  check.that(others.length > 0, "nobody was turned away");
  check.that(others.every(({ status }) => [429, 503].includes(status)), `others got ${[...new Set(others.map(({ status }) => status))]}`);
  const [served, refused] = [median(good(answers).map(({ ms }) => ms)), median(others.map(({ ms }) => ms))];
  // The clients are on the same machine, and as busy: of an answer's time most is theirs.
  check.that(refused < Math.max(50, served), `turned away after ${Math.round(refused)} ms, served after ${Math.round(served)} ms`);
  const [early, late] = [mean(sizes.slice(10, 25)), mean(sizes.slice(-15))];
  check.that(late < early * 1.15 + 20, `its memory grew from ${Math.round(early)} to ${Math.round(late)} MB`);
  check.that((await recoveredAfter(rig, template)) < 10_000, "it is slow still ten seconds later");
}

/** What each process holds, and how many sessions the databases have. */
async function held(rig) {
  const units = unitsOf(rig.folder).map(({ pid, name }) => ({ name, rss: rssOf(pid), fds: readdirSync(`/proc/${pid}/fd`).length }));
  const [{ client }] = await databasesOf(rig);
  const { rows } = await client.query("select count(*)::int as count from pg_stat_activity where backend_type = 'client backend'");
  return { units, sessions: rows[0].count };
}

async function long(rig, check) {
  front(rig, check);
  const creator = rig.routes.find(({ action, entity, path }) => action === "create" && entity !== null && path.length === 0);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const begun = performance.now();
  const until = begun + LONG_MS;
  let [count, token, renewed] = [0, rig.operator(), begun];
  const bad = new Map();
  const client = async (number) => {
    while (performance.now() < until && count < MOST_REQUESTS) {
      const early = begun + (count / MOST_REQUESTS) * LONG_MS - performance.now();
      if (early > 0) await pause(early + 1);
      if (performance.now() - renewed > TOKEN_MS) [token, renewed] = [rig.operator(), performance.now()];
      const isWrite = number % 8 === 0;
      const { status } = await asked(agent, rig, isWrite ? { method: "POST", path: creator.template, token, body: (await rig.samples.valid(creator)).body } : { path: cheap(rig).template, token });
      count += 1;
      if (![200, 201].includes(status)) bad.set(status, (bad.get(status) ?? 0) + 1);
    }
  };
  const all = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  const samples = [];
  let going = true;
  void all.then(() => {
    going = false;
  });
  while (going) {
    samples.push(await held(rig));
    await pause(2_000);
  }
  await all;
  agent.destroy();
  check.that(bad.size === 0, `of ${count} requests some got ${JSON.stringify([...bad])}`);
  check.that(count > 20_000 && samples.length > 20, `${count} requests and ${samples.length} looks are too few`);
  steady(samples, check);
}

/** The last quarter beside the second: before that it warms up. */
function steady(samples, check) {
  const quarter = Math.floor(samples.length / 4);
  const [early, late] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)];
  for (const [index, { name }] of samples[0].units.entries()) {
    const of = (list, what) => mean(list.map(({ units }) => units[index]?.[what] ?? 0));
    check.that(of(late, "rss") < of(early, "rss") * 1.1 + 10, `${name} grew from ${Math.round(of(early, "rss"))} to ${Math.round(of(late, "rss"))} MB`);
    check.that(of(late, "fds") < of(early, "fds") + 5, `${name} has ${Math.round(of(late, "fds"))} files open, and had ${Math.round(of(early, "fds"))}`);
  }
  const sessions = (list) => mean(list.map((one) => one.sessions));
  check.that(sessions(late) < sessions(early) + 5, `${Math.round(sessions(late))} sessions, and there were ${Math.round(sessions(early))}`);
}

export default [
  { id: "B71", long: true, title: "more than it can answer is turned away, and the rest is answered", run: overload },
  { id: "B72", long: true, title: "nothing grows in ten minutes of work", run: long },
];
