import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backend, develop, nothingRuns } from "./support/backend.ts";
import { mustRun } from "./support/command.ts";
import { processesOf } from "./support/processes.ts";
import { install, newFromSpec, type Project } from "./support/project.ts";
import { runTests } from "./support/tests.ts";
import { eventually } from "./support/wait.ts";

const SPEC = `keybeam: 1
name: pair
topology: microservices
services:
  callee:
    entities:
      Word: { fields: { text: string(1..20) } }
    api: { resources: { Word: [create] } }
    operations:
      look: { http: GET /heard, kind: query, output: { words: list(string) } }
      note: { input: { text: string(1..20) }, idempotency: key }
  caller:
    operations:
      tell: { http: POST /told, input: { text: string(1..20) } }
    calls:
      callee: { operations: [note], timeout: 2s, fallback: queue }
auth:
  model: jwt
  roles: { reader: { may: [callee.look, caller.tell] } }
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
  const context = { timeLeftMs: 5_000, user: null, tenant: null, requestId: "probe", traceparent: "", idempotencyKey: "probe", input: { text: "probe" } };
  const post = { method: "POST", body: JSON.stringify(context), headers: { "content-type": "application/json", authorization: "Bearer " + createSigner(identity)("caller", "callee") } };
  const answer = await overTls(agent)(url, path, path.startsWith("/internal") ? post : {}).then(({ status }) => status, () => 0);
  await agent.destroy();
  return answer;
};
const none = { ...certificate(ours, "caller"), current: () => ({ ...certificate(ours, "caller").current(), cert: "", key: "" }) };
console.log(
  JSON.stringify({
    own: await ask(certificate(ours, "caller"), "/internal/callee/note"),
    none: await ask(none, "/internal/callee/note"),
    foreign: await ask(certificate(".data/foreign", "caller"), "/internal/callee/note"),
    wrongUnit: await ask(certificate(ours, "accounts"), "/internal/callee/note"),
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

/** As editors do that put a new file in the place of the old one. */
const replace = (path: string, change: (text: string) => string): void => {
  const file = join(project.folder, path);
  writeFileSync(`${file}.new`, change(readFileSync(file, "utf8")));
  renameSync(`${file}.new`, file);
};

const LOOK = "src/services/callee/application/look.ts";
const LOOKS = `import { firstWith } from "../../../platform/kernel/listing.ts";
import { ok } from "../../../platform/kernel/result.ts";
import type { Ports } from "./ports.ts";

export const look = async ({ database, repositories }: Ports, _envelope: object, _input: object) => {
  const { items } = await repositories.words.list(database, { ...firstWith({}), limit: 20 });
  return ok({ words: ["first", ...items.map(({ text }) => text)] });
};
`;
const NOTES = `import { ok } from "../../../platform/kernel/result.ts";
import type { NoteInput } from "../contract.ts";
import { newWord } from "../domain/word.ts";
import type { Ports } from "./ports.ts";

export const note = async (ports: Ports, _envelope: object, { text }: NoteInput) => {
  await ports.repositories.words.insert(ports.database, newWord({ text }, ports.newId(), ports.now()));
  return ok({});
};
`;
const TELLS = `import type { Envelope } from "../../../platform/kernel/envelope.ts";
import type { TellInput } from "../contract.ts";
import type { Ports } from "./ports.ts";

export const tell = ({ callee }: Ports, envelope: Envelope, input: TellInput) => callee.note(envelope, input);
`;

beforeAll(() => {
  project = newFromSpec(SPEC);
  write(LOOK, () => LOOKS);
  write("src/services/callee/application/note.ts", () => NOTES);
  write("src/services/caller/application/tell.ts", () => TELLS);
  install(project);
});
afterAll(() => project.remove());

const token = () => backend.tokenOf("reader", "alice");
const words = async (): Promise<unknown> => (await backend.unit(0)("GET", "/v1/heard", { token: token() })).body["words"];
const tell = async (word: string): Promise<number> => (await backend.unit(0)("POST", "/v1/told", { token: token(), body: { text: word } })).status;
const idOf = (unit: string): string | undefined =>
  processesOf(project.folder).find((one) => one.includes(`apps/${unit}/main.`))?.split(" ")[0];

test("is clean, and passes its own tests over TLS", () => {
  mustRun("npm", ["run", "lint"], { cwd: project.folder });
  mustRun("npm", ["run", "check"], { cwd: project.folder });
  expect(runTests(project).stdout).toMatch(/passed/u);
});

test("units answer only units that show their own certificate", async () => {
  backend = await develop(project, UNITS);
  expect(await tell("told")).toBe(204);
  expect(await words()).toEqual(["first", "told"]);
  writeFileSync(join(project.folder, "probe.ts"), PROBE);
  const index = ["gateway", "callee", "caller", "accounts"].indexOf("callee");
  const url = backend.urlOf(index).replace("http:", "https:");
  const { stdout } = mustRun(process.execPath, ["--import", "tsx", "probe.ts", url], { cwd: project.folder });
  expect(JSON.parse(stdout)).toEqual({ own: 200, none: 0, foreign: 0, wrongUnit: 401, gatewayRoute: 200, routeOfAnother: 403 });
});

test("a change starts only the unit that it concerns again", async () => {
  const before = ["gateway", "caller", "callee"].map(idOf);
  for (const [from, to] of [["first", "once"], ["once", "second"]] as const) {
    replace(LOOK, (text) => text.replace(`"${from}"`, `"${to}"`));
    await eventually("the change is there", async () => JSON.stringify(await words()) === `["${to}","told","probe"]`);
  }
  const after = ["gateway", "caller", "callee"].map(idOf);
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(after[2]).not.toBe(before[2]);
});

test("a unit that is killed comes back, and hears what waited for it", async () => {
  const [killed, one] = [idOf("callee"), token()];
  process.kill(Number(killed), "SIGKILL");
  const { status } = await backend.unit(0)("POST", "/v1/told", { token: one, body: { text: "while you were away" } });
  expect(status).toBe(204);
  await eventually("it hears of it", async () => JSON.stringify(await words()) === '["second","told","probe","while you were away"]');
  expect(idOf("callee")).not.toBe(killed);
  expect(backend.process.output()).toContain("a call waits until its callee is back");
});

test("Ctrl-C ends all of it", async () => {
  backend.process.signal("SIGINT");
  await backend.process.exited;
  await nothingRuns(project);
});
