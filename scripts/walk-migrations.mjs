// Walks at random through changes of a spec over real rows: after each migration every row that is to be there is, whatever its table and columns are called
// by now; the way back gives what was before; old code and new can write; and a database made afresh is bound as the one that came all the way.
// --walk N walks, --steps N of each, --seed S the first one's, --packages a node_modules, --plant a wrong kind of migration, which is to be found.
import { parseArgs } from "node:util";
import { startDatabase } from "./walk-migrations/database.mjs";
import { PLANTS } from "./walk-migrations/plants.mjs";
import { loadGenerators, rendered } from "./walk-migrations/render.mjs";
import { walk } from "./walk-migrations/walk.mjs";

const { values } = parseArgs({ options: { walk: { type: "string", default: "20" }, steps: { type: "string", default: "12" }, seed: { type: "string", default: "1" }, packages: { type: "string" }, plant: { type: "string" } } });
const [walks, steps, seed] = [values.walk, values.steps, values.seed].map(Number);
if (values.plant !== undefined && PLANTS[values.plant] === undefined) throw new Error(`--plant is one of: ${Object.keys(PLANTS).join(", ")}`);

const generators = await loadGenerators();
const { tree } = await rendered(generators, "keybeam: 1\nname: walk\ntopology: monolith\nauth: { model: none }\nservices:\n  a:\n    entities:\n      B: { fields: { c: int } }\n", []);
const server = await startDatabase(tree, values.packages);
const total = { walks: 0, steps: 0, migrations: 0, rows: 0, reverted: 0, contracts: 0 };
let faults = 0;
try {
  for (let n = 0; n < walks; n += 1) {
    const { counts, fault } = await walk({ server, generators, seed: seed + n, steps, plant: values.plant });
    for (const [name, count] of Object.entries(counts)) total[name] += count;
    total.walks += 1;
    if (fault === null) continue;
    faults += 1;
    console.log(`seed ${seed + n}: ${fault}`);
  }
} finally {
  await server.stop();
}
console.log(`${Object.entries(total).map(([name, count]) => `${count} ${name}`).join(", ")}, ${faults} faults`);
if (faults > 0) process.exitCode = 1;
