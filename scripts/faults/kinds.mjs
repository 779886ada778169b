// The faults, each with its row of the table: what it does, and how it is mended. One that finds nothing to do says so and is not counted.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../black-box/rig/system.mjs";
import { KILLER } from "./ledger.mjs";

const LOSE_MS = 4_000;

const restarted = async (unit, signal, options) => {
  const code = await unit.end(signal);
  await unit.start(options);
  return code;
};

const stored = (system, random) => random.of(system.units.filter(({ name }) => name !== "gateway"));

/** A while, from a half second to two and a half. */
const aWhile = (random) => pause(random.whole(500, 2_500));

const whileOn = (proxyOf, begin) => async (system, random) => {
  const proxy = proxyOf(system, random);
  begin(proxy, random);
  await aWhile(random);
  proxy.mend();
};

const to = (what) => (system, random) => stored(system, random).proxies[what];

const clocked = (system, seconds) => {
  const file = join(system.home, `clock${seconds}.mjs`);
  const shift = `const now = Date.now;\nDate.now = () => now() + ${seconds * 1_000};\nconst Plain = Date;\nglobalThis.Date = class extends Plain { constructor(...given) { given.length === 0 ? super(Plain.now()) : super(...given); } };\n`;
  writeFileSync(file, shift);
  return file;
};

const frozen = async (server, random) => {
  server.freeze();
  await aWhile(random);
  server.thaw();
};

/** Messages that were handled, and not given up, come again, the last first, and some of any age: of the lately handled, or of them all. */
async function again(system) {
  return system.broker.connected("shop_broker", async (client) => {
    const { rowCount } = await client.query(
      `with done as (
          select * from handled where not exists (select from dead_letter where dead_letter.id = handled.id and dead_letter.subscriber = handled.subscriber)
        )
        insert into message (id, subscriber, event, version, key, payload, envelope)
        select id, subscriber, event, version, key, payload, envelope from (
          (select * from done order by handled_at desc limit 40) union all (select * from done order by random() limit 20)
        ) as picked on conflict do nothing`,
    );
    return rowCount > 0;
  });
}

const POISON = [`'{"order": 1}'`, "'[]'", "'null'", `'{"order": {"order": null}}'`, `jsonb_build_object('order', repeat('x', 10 * 1024 * 1024))`];

/** What nobody of the system sent, one for each who hears of something: what does not fit, is no object, or is as long as nothing is. */
async function poisoned(system, random) {
  const payload = random.of(POISON);
  await system.broker.connected("shop_broker", async (client) => {
    const { rowCount } = await client.query(`insert into message (id, subscriber, event, version, key, payload, envelope)
      select gen_random_uuid(), subscriber, event, 1, 'poison', ${payload}, '{"user":null,"tenant":null,"requestId":"poison","traceparent":""}' from subscription`);
    system.poisoned += rowCount;
  });
}

const POLL_MS = 200;
/** More than any queue of the shop tries. */
const MOST_DEATHS = 10;

/**
 * A message that ends the process of whoever handles it. Nobody waits for its lease here: that it is over is written down. It must be given up after as many
 * processes as its queue allows attempts, and take no other message with it.
 */
async function killing(system) {
  const unit = system.units.find(({ name }) => name === "ledger") ?? system.units[0];
  const asked = (text) => system.broker.connected("shop_broker", async (client) => (await client.query(text)).rowCount > 0);
  unit.mayEnd();
  const sent = await asked(`insert into message (id, subscriber, event, version, key, payload, envelope)
    select gen_random_uuid(), subscriber, event, version, 'poison', jsonb_set(payload, '{order}', '"${KILLER}"'), envelope
    from handled where subscriber = 'ledger.note' limit 1`);
  if (!sent) {
    unit.mayEnd(false);
    return false;
  }
  const isThere = () => asked(`select from message where payload ->> 'order' = '${KILLER}'`);
  for (let deaths = 0; await isThere(); ) {
    if (!(await unit.ends(POLL_MS))) continue;
    deaths += 1;
    if (deaths > MOST_DEATHS) {
      await asked(`delete from message where payload ->> 'order' = '${KILLER}'`);
      await unit.start();
      throw new Error("a message ended whoever handled it again and again");
    }
    await unit.start();
    unit.mayEnd();
    await asked(`update message set leased_until = now() where payload ->> 'order' = '${KILLER}'`);
  }
  unit.mayEnd(false);
  system.poisoned += 1;
}

const AWAY_MS = 60_000;

/** The broker is away for a minute; writes go on, and what is to be sent waits. */
async function away({ broker }) {
  await broker.kill();
  await pause(AWAY_MS);
  await broker.start();
}

/** Units lose their connections, which they would like to write down, and there is no room for it. */
async function unlogged(system, random) {
  await system.logDisk.fill();
  for (const { proxies } of system.units) proxies.database.reset();
  await aWhile(random);
  system.logDisk.free();
}

/** For a while there are two, and the one is killed. */
async function twins(system, random) {
  const twin = random.of(system.units).twin();
  await twin.start();
  await aWhile(random);
  await twin.end("SIGKILL");
}

const server = (system, random) => random.of([system.database, system.broker]);

/** A unit comes back while what it needs is away. */
async function both(system, random) {
  const [unit, other] = [random.of(system.units), server(system, random)];
  await Promise.all([unit.end("SIGKILL"), other.kill()]);
  unit.launch();
  await aWhile(random);
  await other.start();
  await unit.ready().catch(async () => {
    // Whoever runs it starts it again, where it gave up.
    await unit.end("SIGKILL");
    await unit.start();
  });
}

const armed = (proxyOf, text, before) => (system, random) => {
  const proxies = proxyOf(system, random);
  return Promise.any(proxies.map(async (proxy) => (await proxy.lose(text, { before, patienceMs: LOSE_MS })) || Promise.reject(new Error("it did not come by")))).catch(() => false);
};

const allTo = (what) => (system) => system.units.filter(({ name }) => name !== "gateway").map(({ proxies }) => proxies[what]);

const one = (name, row, weight, run, more = {}) => ({ name, row, weight, run, ...more });

export const KINDS = [
  one("a unit is killed", "K1", 6, (system, random) => restarted(random.of(system.units), "SIGKILL")),
  one("the database is killed", "K2", 2, async ({ database }) => {
    await database.kill();
    await database.start();
  }),
  one("the broker is killed", "K3", 2, async ({ broker }) => {
    await broker.kill();
    await broker.start();
  }),
  one("the broker is away for a minute", "K3", 1, away),
  one("a unit is told to stop", "K14", 1, async (system, random) => {
    const unit = random.of(system.units);
    const code = await restarted(unit, "SIGTERM");
    if (code !== 0) system.faults.push(`${unit.name} was told to stop and ended with ${code}`);
  }),
  one("a unit freezes", "K7", 2, (system, random) => frozen(random.of(system.units), random)),
  one("the database freezes", "K7", 1, ({ database }, random) => frozen(database, random)),
  one("the broker freezes", "K7", 1, ({ broker }, random) => frozen(broker, random)),
  one("connections to the database break", "K7", 2, async (system, random) => stored(system, random).proxies.database.reset()),
  one("the database is cut off", "K7", 1, whileOn(to("database"), (proxy) => proxy.cut())),
  one("the way to the database is a hole", "K7", 1, whileOn(to("database"), (proxy) => proxy.hole())),
  one("the way to the database is a hole in one direction", "K7", 1, whileOn(to("database"), (proxy, random) => proxy.hole([random.of(["there", "back"])]))),
  one("the way to the database is slow", "K7", 1, whileOn(to("database"), (proxy, random) => proxy.slow(random.whole(20, 300)))),
  one("the broker is cut off", "K7", 1, whileOn(to("broker"), (proxy) => proxy.cut())),
  one("the way to the broker is a hole", "K7", 1, whileOn(to("broker"), (proxy) => proxy.hole())),
  one("the way to the broker is a hole in one direction", "K7", 1, whileOn(to("broker"), (proxy, random) => proxy.hole([random.of(["there", "back"])]))),
  one("a unit is cut off from those that call it", "K7", 2, whileOn(to("calls"), (proxy) => proxy.cut()), { between: true }),
  one("the way to a unit is a hole", "K7", 2, whileOn(to("calls"), (proxy) => proxy.hole()), { between: true }),
  one("the way to a unit is slow", "K7", 1, whileOn(to("calls"), (proxy, random) => proxy.slow(random.whole(20, 400))), { between: true }),
  one("a commit does not arrive", "K6", 2, armed(allTo("database"), "commit\0", true)),
  one("the answer to a commit is lost", "K6", 3, armed(allTo("database"), "commit\0", false)),
  one("what is sent is not marked as sent", "K5", 3, armed(allTo("database"), '"_outbox" where position = any', true)),
  one("an acknowledgement does not arrive", "K6", 3, armed(allTo("broker"), "broker done", true)),
  one("the answer of the broker is lost", "K5", 2, armed(allTo("broker"), "broker publish", false)),
  one("messages come again, and out of order", "K10", 3, again),
  one("a clock is wrong", "B74", 1, (system, random) => restarted(stored(system, random), "SIGKILL", { preload: clocked(system, random.of([-30, 30])) })),
  one("the disk of the database is full", "K11", 1, ({ database }, random) => filled(database, random), { disk: true }),
  one("the disk of the broker is full", "K11", 1, ({ broker }, random) => filled(broker, random), { disk: true }),
  one("the disk of the logs is full", "K11", 1, unlogged, { disk: true }),
  one("messages are poisoned", "K9", 1, poisoned),
  one("a message kills who handles it", "K9", 1, killing),
  one("there are two of a unit", "K13", 2, twins),
  one("a unit and a server are killed at once", "K18", 2, both),
  one("a unit is killed while another starts", "K13", 1, async (system, random) => {
    const [first, second] = [random.of(system.units), random.of(system.units)];
    await first.end("SIGKILL");
    first.launch();
    await pause(random.whole(0, 600));
    if (second !== first) await second.end("SIGKILL");
    if (second !== first) second.launch();
    await Promise.all([first.ready(), second.ready()]);
  }),
];

async function filled({ disk }, random) {
  await disk.fill();
  await aWhile(random);
  disk.free();
}

/** Those that this system can have, each as often as it weighs. */
export const kindsOf = (system) =>
  KINDS.filter((kind) => (kind.between !== true || !system.isAlone) && (kind.disk !== true || (system.database.disk !== null && system.broker.disk !== null))).flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
