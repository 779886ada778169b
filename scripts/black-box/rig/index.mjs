// A started backend, and all that a row wants of it.
import { randomUUID } from "node:crypto";
import { newProject } from "./project.mjs";
import { createClient } from "./client.mjs";
import { routesOf } from "./routes.mjs";
import { createSamples } from "./samples.mjs";
import { readSpec } from "./spec.mjs";
import { startSystem } from "./system.mjs";
import { createTokens } from "./tokens.mjs";

/** More is of no use to the rows that look at all of them. */
const MOST_ANSWERS = 50_000;

/**
 * Generates, starts, and fills it with a row of each kind.
 * @param change edits the project before it starts
 */
export async function openRig(example, topology, change = () => undefined) {
  const project = newProject(example, topology);
  try {
    change(project.folder);
    return await open(project, example, topology);
  } catch (error) {
    if (process.env["BLACK_BOX_KEEP"] === undefined) project.remove();
    throw error;
  }
}

async function open({ folder, remove }, example, topology) {
  const secret = `seeded-${randomUUID()}-${randomUUID()}`;
  const system = await startSystem(folder, { ACCOUNTS_KEY: secret });
  const answers = [];
  const client = createClient(system.url, (answer) => answers.length < MOST_ANSWERS && answers.push(answer));
  const closing = [];
  const close = async () => {
    client.close();
    for (const end of closing) await end();
    await system.stop();
    if (process.env["BLACK_BOX_KEEP"] === undefined) remove();
  };
  try {
    const spec = readSpec(folder);
    const tokens = createTokens(folder, { ACCOUNTS_KEY: secret });
    const password = `seeded-${randomUUID()}`;
    const rig = { example, tenant: randomUUID(), password, secret, topology, folder, system, spec, tokens, answers, ...client, routes: routesOf(system.document), closing, close };
    rig.guarded = rig.routes.filter((route) => !route.open);
    /** Who may do all and sees all, in the tenant of everybody or in another. */
    rig.operator = (tenant = rig.tenant) => rig.as([spec.operator, ...spec.seers], { tenant });
    rig.as = (roles, { user = randomUUID(), tenant = rig.tenant } = {}) =>
      tokens.of(roles, user, spec.tenancy === undefined ? {} : { tenant });
    rig.samples = createSamples(rig);
    await fill(rig);
    return rig;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Every command once, in the order of the document, so that what events bring about is there, too. */
async function fill(rig) {
  for (const route of rig.routes.filter((one) => one.method === "POST" && !one.open)) {
    await rig.send(await rig.samples.valid(route));
  }
}
