// Holds what editors show of a spec to yaml-language-server, the server behind their YAML extensions, run without an editor: completion, hover and
// diagnostics of a new project's architecture.yaml, by the schema that its first line names. A bad twin must be complained of first.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = ["yaml-language-server@2.0.0", "vscode-jsonrpc@8.2.1"];
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keybeam-editor-"));
const project = join(folder, "shop");
const PATIENCE_MS = 30_000;

function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`not run: ${command} ${args.join(" ")}\n${stderr}`);
}

/** A session with the server, as an editor has it. */
function connect() {
  const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = createRequire(`${folder}/`)(
    "vscode-jsonrpc/node",
  );
  const server = spawn(
    process.execPath,
    [join(folder, "node_modules/yaml-language-server/bin/yaml-language-server"), "--stdio"],
    { cwd: project, stdio: ["pipe", "pipe", "inherit"] },
  );
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } };
  connection.onRequest("workspace/configuration", ({ items }) => items.map(({ section }) => settings[section] ?? null));
  connection.onRequest("client/registerCapability", () => null);
  const waiting = new Map();
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) =>
    waiting.get(uri)?.(diagnostics),
  );
  connection.listen();
  return { server, connection, diagnosticsOf: (uri) => new Promise((resolve) => waiting.set(uri, resolve)) };
}

const within = (what, promise) =>
  Promise.race([
    promise,
    new Promise((_, reject) =>
      setTimeout(() => reject(new Error(`no ${what} within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS).unref(),
    ),
  ]);

/** Opens a text as the project's spec under a name of its own, and waits for what is found in it. */
async function open({ connection, diagnosticsOf }, name, text) {
  const uri = pathToFileURL(join(project, name)).href;
  const found = diagnosticsOf(uri);
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text },
  });
  return { uri, diagnostics: await within("diagnostics", found) };
}

/** Where a piece of a text ends. */
function endOf(text, piece) {
  const lines = text.slice(0, text.indexOf(piece) + piece.length).split("\n");
  return { line: lines.length - 1, character: lines.at(-1).length };
}

/** What completion offers behind a piece of a text. */
async function offered(session, name, text, piece) {
  const { uri } = await open(session, name, text);
  const position = endOf(text, piece);
  const answer = await within(
    "completion",
    session.connection.sendRequest("textDocument/completion", { textDocument: { uri }, position }),
  );
  return (answer.items ?? answer).map(({ label }) => label);
}

function demand(what, holds, seen) {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(seen).slice(0, 2000)}`);
  process.stdout.write(`${what}\n`);
}

async function main() {
  run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages]);
  run(process.execPath, [join(root, "bin/keybeam.js"), "new", "shop", "--example", "shop", "--yes"]);
  mkdirSync(join(project, "node_modules/keybeam"), { recursive: true });
  cpSync(join(root, "schemas"), join(project, "node_modules/keybeam/schemas"), { recursive: true });
  const text = readFileSync(join(project, "architecture.yaml"), "utf8");
  const session = connect();
  try {
    const capabilities = {
      textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {} },
      workspace: { configuration: true },
    };
    await within(
      "answer",
      session.connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: pathToFileURL(project).href,
        capabilities,
      }),
    );
    await session.connection.sendNotification("initialized", {});

    const wrong = await open(
      session,
      "wrong.yaml",
      text.replace("topology: modular-monolith", "topologie: modular-monolith").replace("model: jwt", "model: magic"),
    );
    demand("a bad twin is complained of twice", wrong.diagnostics.length === 2, wrong.diagnostics);
    const { uri, diagnostics } = await open(session, "architecture.yaml", text);
    demand("a new project's spec is clean", diagnostics.length === 0, diagnostics);

    const half = text.replace("topology: modular-monolith", "topology: ");
    const topologies = (await offered(session, "typed.yaml", half, "topology: ")).sort();
    demand(
      "the five topologies are offered",
      JSON.stringify(topologies) ===
        JSON.stringify(["hybrid", "microservices", "modular-monolith", "monolith", "serverless"]),
      topologies,
    );

    const begun = text.replace("    owner: team-catalog\n", "    owner: team-catalog\n    \n");
    const keys = await offered(session, "begun.yaml", begun, "owner: team-catalog\n    ");
    demand(
      "a service is offered the keys that it has not yet",
      ["jobs", "calls", "lifecycle"].every((key) => keys.includes(key)) && !keys.includes("owner"),
      keys,
    );

    const hover = await within(
      "hover",
      session.connection.sendRequest("textDocument/hover", {
        textDocument: { uri },
        position: endOf(text, "  selfReg"),
      }),
    );
    const { properties } = JSON.parse(readFileSync(join(root, "schemas/architecture.schema.json"), "utf8")).definitions
      .auth;
    const said = hover?.contents?.value ?? "";
    demand("hover says what a key is for", said.includes(properties.selfRegistration.description), said);
  } finally {
    session.connection.dispose();
    session.server.kill();
  }
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
