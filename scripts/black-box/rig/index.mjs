// A started backend, and all that a row wants of it.
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
  const system = await startSystem(folder);
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
    const tokens = createTokens(folder);
    const rig = { example, topology, folder, system, spec, tokens, answers, ...client, routes: routesOf(system.document), closing, close };
    rig.guarded = rig.routes.filter((route) => !route.open);
    rig.operator = async () => tokens.of([spec.operator]);
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
    const request = await rig.samples.valid(route);
    await rig.send({ ...request, token: await rig.operator() });
  }
}
