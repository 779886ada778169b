import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, develop, nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { processesOf } from "./support/processes.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { eventually } from "./support/wait.ts";

const SPEC = `keybeam: 1
name: pair
topology: microservices
services:
  callee:
    operations:
      look: { kind: query, output: { words: string } }
  caller:
    operations:
      ask: { http: GET /answers, kind: query, output: { words: string } }
    calls:
      callee: { operations: [look], timeout: 2s }
auth:
  model: jwt
  roles: { reader: { may: [caller.ask] } }
  betweenServices: mtls
`;
/** The gateway, then callee, caller and accounts. */
const UNITS = 4;

/** Asks the unit \`callee\` for what only \`caller\` may have, under several certificates, and prints what came of it. */
const PROBE = `
import { developmentSecret } from "./src/platform/config.ts";
import { certificateVariables, makeCertificates } from "./src/platform/dev/certificates.ts";
import { watchCertificate } from "./src/platform/remote/certificate.ts";
import { developmentKey, type Identity } from "./src/platform/remote/identity.ts";
import { createPeerAgent, overTls } from "./src/platform/remote/peers.ts";
import { createSigner } from "./src/platform/remote/token.ts";
import { createLog } from "./src/platform/telemetry/log.ts";

const [url = ""] = process.argv.slice(2);
const ours = ".data/certificates";
await makeCertificates(".data/foreign", ["caller"]);
const certificate = (folder: string, unit: string) => {
  const { TLS_CERT_FILE = "", TLS_KEY_FILE = "" } = certificateVariables(folder, unit);
  const { TLS_CA_FILE = "" } = certificateVariables(ours, unit);
  return watchCertificate({ certificate: TLS_CERT_FILE, key: TLS_KEY_FILE, authority: TLS_CA_FILE }, createLog("probe", "silent"));
};
const identity: Identity = { unit: "caller", privateKey: developmentKey("caller", developmentSecret), publicKeys: new Map() };
const ask = async (own: ReturnType<typeof certificate>, path: string): Promise<number> => {
  const agent = createPeerAgent("callee", own);
  const context = { timeLeftMs: 5_000, user: null, tenant: null, requestId: "probe", traceparent: "", idempotencyKey: null, input: {} };
  const post = { method: "POST", body: JSON.stringify(context), headers: { "content-type": "application/json", authorization: "Bearer " + createSigner(identity)("caller", "callee") } };
  const answer = await overTls(agent)(url, path, path.startsWith("/internal") ? post : {}).then(({ status }) => status, () => 0);
  await agent.destroy();
  return answer;
};
const none = { ...certificate(ours, "caller"), current: () => ({ ...certificate(ours, "caller").current(), cert: "", key: "" }) };
console.log(
  JSON.stringify({
    own: await ask(certificate(ours, "caller"), "/internal/callee/look"),
    none: await ask(none, "/internal/callee/look"),
    foreign: await ask(certificate(".data/foreign", "caller"), "/internal/callee/look"),
    wrongUnit: await ask(certificate(ours, "accounts"), "/internal/callee/look"),
    gatewayRoute: await ask(certificate(ours, "gateway"), "/openapi.json"),
    routeOfAnother: await ask(certificate(ours, "caller"), "/openapi.json"),
  }),
);
`;

let project: Project;
let backend: Backend;

const write = (path: string, change: (text: string) => string): void => {
  const file = join(project.folder, path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
};

const LOOK = "src/services/callee/application/look.ts";
const LOOKS = `import { ok } from "../../../platform/kernel/result.ts";

export const look = async (_ports: object, _envelope: object, _input: object) => ok({ words: "first" });
`;
const ASK = `import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { Ports } from "./ports.ts";

export const ask = ({ callee }: Ports, envelope: Envelope, _input: object) => callee.look(envelope, {});
`;

beforeAll(() => {
  project = newFromSpec(SPEC);
  write(LOOK, () => LOOKS);
  write("src/services/caller/application/ask.ts", () => ASK);
  install(project);
});
afterAll(() => project.remove());

const answer = async (): Promise<unknown> => (await backend.unit(0)("GET", "/v1/answers", { token: backend.tokenOf("reader", "alice") })).body["words"];
const idOf = (unit: string): string | undefined =>
  processesOf(project.folder).find((one) => one.includes(`src/apps/${unit}/main.ts`))?.split(" ")[0];

test("is clean, and passes its own tests over TLS", () => {
  mustRun("npm", ["run", "lint"], { cwd: project.folder });
  mustRun("npm", ["run", "check"], { cwd: project.folder });
  expect(mustRun("npm", ["test"], { cwd: project.folder }).stdout).toMatch(/passed/u);
});

test("units answer only units that show their own certificate", async () => {
  backend = await develop(project, UNITS);
  expect(await answer()).toBe("first");
  writeFileSync(join(project.folder, "probe.ts"), PROBE);
  const index = ["gateway", "callee", "caller", "accounts"].indexOf("callee");
  const url = backend.urlOf(index).replace("http:", "https:");
  const { stdout } = mustRun(process.execPath, ["--import", "tsx", "probe.ts", url], { cwd: project.folder });
  expect(JSON.parse(stdout)).toEqual({ own: 200, none: 0, foreign: 0, wrongUnit: 401, gatewayRoute: 200, routeOfAnother: 403 });
});

test("a change starts only the unit that it concerns again, and a unit that is killed comes back", async () => {
  const before = ["gateway", "caller", "callee"].map(idOf);
  write(LOOK, (text) => text.replace("first", "second"));
  await eventually("the change is there", async () => (await answer()) === "second");
  const after = ["gateway", "caller", "callee"].map(idOf);
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(after[2]).not.toBe(before[2]);
  process.kill(Number(after[2]), "SIGKILL");
  await eventually("it answers again", async () => (await answer()) === "second" && idOf("callee") !== after[2]);
  expect(["gateway", "caller"].map(idOf)).toEqual(before.slice(0, 2));
});

test("Ctrl-C ends all of it", async () => {
  backend.process.signal("SIGINT");
  await backend.process.exited;
  await nothingRuns(project);
});
