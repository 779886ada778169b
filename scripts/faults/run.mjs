// A run: a system under load, faults one after the other, quiet, and the verdict.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pause } from "../black-box/rig/system.mjs";
import { randomOf } from "../random.mjs";
import { faultsIn, heldBack } from "./history.mjs";
import { kindsOf } from "./kinds.mjs";
import { createClients, prepare, STOCK, startLoad } from "./load.mjs";
import { quiet, readState, watch } from "./state.mjs";
import { openSystem } from "./system.mjs";

/** From one fault to the next, at least. */
const PERIOD_MS = 2_000;
const RECOVERY_MS = 30_000;

const quantile = (sorted, part) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

/** Everything answers again. */
const healed = async (system) => {
  for (const unit of system.units) await unit.ready();
};

/** Each kind of request is answered as it should be again, from the last fault on. @returns those that are not, and what they are told instead */
async function recovered({ history }, since) {
  const missing = () => ["create product", "draft", "place", "deposit", "read", "write"].filter((what) => !history.some((one) => one.what === what && one.outcome === "done" && one.at > since));
  const begun = performance.now();
  while (missing().length > 0 && performance.now() - begun < RECOVERY_MS) await pause(100);
  const answersTo = (what) => {
    const counts = {};
    for (const one of history) {
      if (one.what !== what || one.at <= since) continue;
      const answer = `${one.status} ${one.problem ?? one.fault ?? ""}`.trim();
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    return Object.entries(counts).map(([answer, count]) => `${count} × ${answer}`).join(", ");
  };
  return missing().map((what) => `${what} does not work ${RECOVERY_MS / 1_000} s after the last fault: ${answersTo(what) || "nobody got to ask"}`);
}

async function injectAll(system, clients, { faults, minutes, random, periodMs, kinds: only, tell }) {
  const kinds = kindsOf(system).filter(({ name }) => only.length === 0 || only.includes(name));
  const [injected, notHealed] = [[], []];
  for (let idle = 0; injected.length < faults && idle < 50 && clients.now() < minutes * 60_000; ) {
    const kind = random.of(kinds);
    const at = clients.now();
    const worked = await kind.run(system, random).catch((error) => {
      notHealed.push(`${kind.name}: ${error.message}`);
    });
    if (worked === false) {
      idle += 1;
      continue;
    }
    idle = 0;
    await healed(system).catch((error) => notHealed.push(`after ${kind.name}: ${error.message}`));
    if (notHealed.length >= 10) break;
    const healedAt = clients.now();
    injected.push({ name: kind.name, row: kind.row, at, ms: healedAt - at });
    tell(injected.length, kind, healedAt - at);
    await pause(Math.max(100, periodMs - (healedAt - at)));
  }
  return { injected, notHealed };
}

/**
 * @param seed decides which fault comes when, and what clients do
 * @param minutes after which no more faults come, however few there were
 * @param change weakens the project, `settings` the database
 * @param kinds the names of the faults to choose from; all where it is empty
 */
export async function run({ seed, faults, topology, change, settings, minutes = Number.POSITIVE_INFINITY, periodMs = PERIOD_MS, kinds = [], tell = () => undefined }) {
  const system = await openSystem(topology, { change, settings });
  try {
    await watch(system);
    const clients = createClients(system, randomOf(seed + 1));
    const things = await prepare(clients);
    const stop = startLoad(clients, things);
    const stalls = monitorEventLoopDelay();
    stalls.enable();
    await pause(2_000);
    const { injected, notHealed } = await injectAll(system, clients, { faults, minutes, random: randomOf(seed), periodMs, kinds, tell });
    const missing = await recovered(clients, clients.now());
    await stop();
    const asked = clients.now();
    const stalledMs = Math.round(stalls.max / 1e6);
    stalls.disable();
    clients.close();
    const found = [...missing, ...notHealed].map((text) => ({ kind: "no recovery", text }));
    const quietMs = await quiet(system).catch((error) => {
      found.push({ kind: "lost event", text: error.message });
      return null;
    });
    const state = await readState(system);
    found.push(...faultsIn(clients.history, state, { initial: STOCK, poisoned: system.poisoned }), ...system.faults.map((text) => ({ kind: "process", text })));
    return { seed, topology, injected, found, figures: figuresOf(clients.history, state, { quietMs, asked, stalledMs }) };
  } finally {
    await system.close();
  }
}

function figuresOf(history, state, { quietMs, asked, stalledMs }) {
  const answered = history.filter(({ status }) => status !== 0).map(({ at, until }) => until - at).sort((a, b) => a - b);
  const count = (outcome) => history.filter((one) => one.outcome === outcome).length;
  const inStatus = {};
  for (const { status } of history) inStatus[status] = (inStatus[status] ?? 0) + 1;
  return {
    seconds: Math.round(asked / 1_000),
    requests: history.length,
    done: count("done"),
    not: count("not"),
    unknown: count("unknown"),
    statuses: inStatus,
    median: quantile(answered, 0.5),
    stalledMs,
    p99: quantile(answered, 0.99),
    slowest: quantile(answered, 1),
    orders: state.orders.length,
    events: state.marks.length,
    deposits: state.entries.length,
    quietMs: quietMs === null ? null : Math.round(quietMs),
    heldBack: heldBack(state),
  };
}
