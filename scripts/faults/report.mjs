// Runs as a page: which faults, what was found, and the mutants.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KINDS } from "./kinds.mjs";

const WORST = ["lost write", "lost event", "double effect", "half a write", "lost update", "stale read", "wrong order", "stock", "oversold", "refused write", "dead letter", "unanswered", "late answer", "unexpected answer", "process", "no recovery"];

/** So many findings are written out. */
const MOST = 30;

const read = (folder) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map((name) => [name.slice(0, -".json".length), JSON.parse(readFileSync(join(folder, name), "utf8"))]),
  );

const table = (heads, rows) => [`| ${heads.join(" | ")} |`, `| --- |${" ---: |".repeat(heads.length - 1)}`, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");

/** @param folder of results */
export function report(folder) {
  const { mutants = [], ...rest } = read(folder);
  const runs = Object.values(rest);
  const heads = runs.map(({ topology, seed }) => `${topology}, seed ${seed}`);
  const count = (run, name) => run.injected.filter((one) => one.name === name).length;
  const injected = KINDS.filter(({ name }) => runs.some((run) => count(run, name) > 0)).map(({ name, row }) => [`${name} (${row})`, ...runs.map((run) => count(run, name))]);
  const figure = (title, of) => [title, ...runs.map((run) => of(run))];
  const findings = runs.flatMap(({ topology, seed, found }) => found.map(({ kind, text }) => `- ${topology}, seed ${seed}: ${kind}: ${text}`));
  return `# Faults: what generated backends survived

Made by \`npm run faults -- --results FOLDER --report docs/faults.md\`: the shop with a ledger that guards itself against nothing, built, started process by process
by way of proxies, under the load of nine clients; one fault after the other, each begun at the earliest two seconds after the one before and when all is ready again; then quiet, and what clients were
told is held to what is stored. The seed decides the faults and what clients do; when exactly each hits, the machine does.

${table(["faults", ...heads], [...injected, ["**together**", ...runs.map((run) => `**${run.injected.length}**`)]])}

${table(["found", ...heads], WORST.map((kind) => [kind, ...runs.map(({ found }) => found.filter((one) => one.kind === kind).length)]))}

${table(
  ["seen", ...heads],
  [
    figure("seconds of load", ({ figures }) => figures.seconds),
    figure("requests", ({ figures }) => figures.requests),
    figure("done", ({ figures }) => figures.done),
    figure("refused, and surely not done", ({ figures }) => figures.not),
    figure("nobody knows", ({ figures }) => figures.unknown),
    figure("orders", ({ figures }) => figures.orders),
    figure("effects of events", ({ figures }) => figures.events),
    figure("deposits under a key", ({ figures }) => figures.deposits),
    figure("half of them answered within (ms)", ({ figures }) => figures.median ?? "not measured"),
    figure("99 of 100 answered within (ms)", ({ figures }) => figures.p99),
    figure("slowest answer (ms)", ({ figures }) => figures.slowest),
    figure("quiet after (ms)", ({ figures }) => figures.quietMs),
    figure("the clients themselves stood still for at most (ms)", ({ figures }) => figures.stalledMs ?? "not measured"),
    figure("drafts with a reservation that nobody took back", ({ figures }) => figures.heldBack.draft),
    figure("cancelled orders with a reservation that nobody took back", ({ figures }) => figures.heldBack.cancelled),
  ],
)}

${findings.length === 0 ? "" : `## Findings of these runs\n\n${[...findings.slice(0, MOST), ...(findings.length > MOST ? [`- and ${findings.length - MOST} more`] : [])].join("\n")}\n\n`}## What is held to what

Every write that was acknowledged is stored, and none that was refused with 4xx or 503. Each event of an order has each of its effects once, in the order of the
events; stock and reservations add up to what there was, and each order that is placed has its lines reserved. Of what was asked for under one idempotency key, however often, there
is one effect and one answer; each account holds what its entries say. Customers are registers under versions: one value a version, no write on an old one, no
read older than an answer that came before it. Every request is answered within ten seconds, with a status that says what happened; no process ends by
itself; no message is given up but those that were poisoned; after the last fault every kind of request works again within 30 seconds.

A reservation that stays behind a draft is no finding: the process that reserved was killed before it wrote, or could not ask whether it had; the next try to place the order, or its
cancellation, puts it back. Nobody puts back one that stays behind a cancelled order. By the code it was asked for before the cancellation and arrived after it; it is counted, and not counted as a finding.

## What it found

- The stock of the example shop was put back twice where an order was cancelled while its reservation was being undone: both had read the reservation before either removed it.
  It is removed first now, and of two who do so one puts the stock back.
- Two earlier runs of 1,000 faults each (23 November 2026, seed 1, 590,000 requests) had clients that were at fault: where a token was
  renewed they became another user, so that a key was another user's key, and a token of this very moment is refused by a unit
  whose clock is 30 seconds behind. Clients stay who they are now, and their tokens are a minute old.
- In one of them a process that was told to stop ended with 1 after the ten seconds that it gave itself, which is what one request may take. It has longer now than the longest
  request, job and event of the spec together, and what kills it (\`stop_grace_period\`, \`terminationGracePeriodSeconds\`) waits longer still.
- Runs of 911 faults in microservices and 755 in the modular-monolith (23 November 2026, seed 1, both at once, while thirty to forty processes waited for two cores) lost nothing, and did nothing twice, by halves or
  out of order. Three processes that were told to stop (of 17 in microservices; of 18 in the modular-monolith none) ended with 1 after twenty seconds: a connection whose request was under
  way when the server closed was kept, idle, by whoever had asked. Such connections are ended since.
- Two runs after that (23 November 2026, seed 1, 283 faults in microservices and 242 in the modular-monolith, both at once, while forty to sixty processes waited for two cores) found no acknowledged write lost, no double effect, no
  refusal that took effect and no process that ended with 1. In the modular-monolith eleven messages were given up after their five tries, each of which took longer than it may; the suite sent some of them again, so that
  an effect that they had not had may have come that way. 48 answers took 10 to 16 seconds, and the modular-monolith was twice not ready within 60 seconds of a start.
- Of the late answers 21 fell into the filling of a disk, in these runs and in one before: the suite, which is one process with its clients, waited for that and heard nothing meanwhile. It does not wait any more, and the table says how
  long its clients stood still. The other 32 came while one unit took 40 to 150 seconds to be ready; whether that is the machine is to be looked at where nothing else runs.
- Placing orders did not work within 30 seconds of the last fault in microservices, in the run of 911 faults and in one of 165: \`catalog.reserveStock\` did not answer within the 800 ms that the shop's spec gives a call, so that its
  breaker opened again as often as it let one through. It is to be looked at where nothing else runs.
- What a step of a saga had done was taken back in one try, which failed at once where the breaker that had failed the step was open; the reservation stayed. It is tried again for ten seconds now.

## What is not shown

\`kill -9\` leaves what the kernel holds: whether the disk was told to keep it (\`fsync\`) cannot be seen this way. The mutant that comes nearest has the database answer before it writes.
Functions (\`serverless\`, and the functions of a \`hybrid\`) are no processes of ours, and brokers other than the embedded one have their kills in \`test/e2e/brokers.e2e.test.ts\`.
A saga whose process is killed between its step and its write is ended by whoever tries again or cancels, not by itself.
${mutants.length === 0 ? "" : `\n## Guarantees that were taken away, and what was seen\n\n${mutants.map(({ name, isRed, found }) => `- ${isRed ? "red" : "**GREEN**"}: ${name}${found === null ? "" : ` (${found.kind})`}`).join("\n")}\n`}`;
}
