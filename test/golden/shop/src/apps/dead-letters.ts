import type { DeadLetter } from "../platform/broker/broker.ts";
import { type Carrier, openBrokers } from "../platform/broker/brokers.ts";
import { type Environment, isDevelopment, readDatabases, readEnvironment } from "../platform/config.ts";
import { type EmbeddedPostgres, useEmbeddedPostgres } from "../platform/dev/embedded.ts";
import { createLog } from "../platform/telemetry/log.ts";
import { readArguments } from "./command-line.ts";

const USAGE = `Looks at messages that were given up, and hands them out once more or deletes them.

npm run dead-letters -- list
npm run dead-letters -- show ID
npm run dead-letters -- replay ID… | --all
npm run dead-letters -- discard ID… | --all

ID is what list shows, or the beginning of it. --subscriber NAME and --event NAME narrow what is meant.`;

interface Letter extends DeadLetter {
  readonly at: Carrier["broker"]["deadLetters"];
}

const { positionals, values } = readArguments(
  {
    allowPositionals: true,
    options: { all: { type: "boolean", default: false }, subscriber: { type: "string" }, event: { type: "string" } },
  },
  USAGE,
);
const [action, ...ids] = positionals;

const lettersAt = async (carriers: readonly Carrier[]): Promise<readonly Letter[]> => {
  const all: Letter[] = [];
  for (const { broker } of carriers) {
    for (const letter of await broker.deadLetters.list()) all.push({ ...letter, at: broker.deadLetters });
  }
  return all.filter(
    (letter) =>
      (values.subscriber === undefined || letter.subscriber === values.subscriber) &&
      (values.event === undefined || letter.event === values.event),
  );
};

const line = ({ id, diedAt, event, subscriber, attempts, reason }: DeadLetter): string =>
  `${id}  ${diedAt}  ${event} → ${subscriber}  after ${attempts}: ${reason}`;

/** @throws where an id means nothing or more than one, or nothing was said of what is meant */
const meant = (letters: readonly Letter[]): readonly Letter[] => {
  if (values.all) {
    if (letters.length === 0) console.error("0 dead letters");
    return letters;
  }
  if (ids.length === 0) throw new Error("Say which, by id, or --all.");
  return [...new Set(ids)].flatMap((id) => {
    const found = letters.filter((letter) => id !== "" && letter.id.startsWith(id));
    if (found.length === 0) throw new Error(`There is no dead letter ${JSON.stringify(id)}.`);
    // One message may be given up by several subscribers, under one id.
    const several = new Set(found.map((letter) => letter.id)).size;
    if (several > 1) throw new Error(`${several} dead letters begin with ${id}: say more of it.`);
    return found;
  });
};

const actions = new Map<string, (letters: readonly Letter[]) => Promise<void>>([
  [
    "list",
    async (letters) => {
      for (const letter of letters) console.log(line(letter));
      console.error(letters.length === 1 ? "1 dead letter" : `${letters.length} dead letters`);
    },
  ],
  [
    "show",
    async (letters) => {
      for (const { at: _at, ...letter } of meant(letters)) console.log(JSON.stringify(letter, null, 2));
    },
  ],
  [
    "replay",
    async (letters) => {
      for (const letter of meant(letters)) {
        await letter.at.replay(letter);
        console.log(`replayed   ${line(letter)}`);
      }
    },
  ],
  [
    "discard",
    async (letters) => {
      for (const letter of meant(letters)) {
        await letter.at.discard(letter);
        console.log(`discarded  ${line(letter)}`);
      }
    },
  ],
]);

const urlsOf = ({ urlOf }: EmbeddedPostgres): Environment => ({
  NODE_ENV: "development",
  DATABASE_URL: urlOf("shop"),
  BROKER_URL: urlOf("shop_broker"),
});

/** Where the environment says; in development, where it says nothing, the queues of `npm run dev`. */
const withBrokers = async (work: (carriers: readonly Carrier[]) => Promise<void>): Promise<void> => {
  const env = readEnvironment();
  const postgres = isDevelopment(env) && !env["DATABASE_URL"] ? await useEmbeddedPostgres(".data") : null;
  const config = readDatabases({ ...(postgres === null ? {} : urlsOf(postgres)), ...env });
  const carriers = await openBrokers(config, createLog("dead-letters", "warn"));
  try {
    await work(carriers);
  } finally {
    await Promise.all(carriers.map(({ broker }) => broker.close()));
    postgres?.release();
  }
};

const act = actions.get(action ?? "");
if (act === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  try {
    await withBrokers(async (carriers) => act(await lettersAt(carriers)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
