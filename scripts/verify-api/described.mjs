import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { demand } from "../verify-deploy/demand.mjs";

export const packages = ["@stoplight/spectral-cli@6.16.3", "@stoplight/spectral-owasp-ruleset@2.0.1", "@redocly/cli@2.77.0"];

/** Matters of taste: whom to ask and what a system is for is not ours to invent, a summary says it all, and a tag is the name of a service. */
const taste = ["info-contact", "info-description", "operation-description", "operation-tag-defined"];

/** What a spec that asks for no limits is excused from, and nothing else. */
const unlimited = ["owasp:api4:2023-rate-limit", "owasp:api4:2023-rate-limit-responses-429"];

/** Where no page of another origin may ask, no answer names one. */
const sameOrigin = ["owasp:api8:2023-define-cors-origin"];

/** Where there is nobody to be told apart, nobody can be refused. */
const open = ["owasp:api8:2023-define-error-responses-401"];

const off = (rules) => Object.fromEntries(rules.map((rule) => [rule, "off"]));

function run(folder, bin, args) {
  const { stdout, stderr } = spawnSync(join(folder, "node_modules/.bin", bin), args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 });
  const json = stdout.slice(Math.max(0, stdout.search(/^[[{]/m)));
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(`${bin} did not run: ${stdout}${stderr}`);
  }
}

const edited = (edit) => (text) => {
  const document = JSON.parse(text);
  edit(document, Object.values(document.paths).flatMap((path) => Object.values(path)));
  return JSON.stringify(document);
};

const twins = {
  "a server without TLS": edited((document) => { document.servers[0].url = "http://api.example/"; }),
  "a text of any length": edited((document) => { delete document.components.schemas.Problem.properties.title.maxLength; }),
  "a list of any length": edited((document) => { delete document.components.schemas.Problem.properties.errors.maxItems; }),
  "an id that can be counted": edited((_, operations) => {
    const ids = operations.flatMap(({ parameters }) => parameters).filter(({ name }) => name === "id");
    for (const id of ids) id.schema = { type: "integer", format: "int64", minimum: 1, maximum: 9 };
  }),
  "a route that nobody guards": edited((_, operations) => { delete operations.find(({ requestBody }) => requestBody).security; }),
  "no word on who is refused": edited((_, operations) => { delete operations[0].responses[401]; }),
  "no word on limits": edited((_, operations) => { delete operations[0].responses[429]; }),
  "credentials by a scheme that is broken": edited(({ components }) => { components.securitySchemes.bearer.scheme = "basic"; }),
};

const broken = {
  "a parameter that its path lacks": edited((document) => {
    const path = Object.keys(document.paths).find((one) => one.includes("{id}"));
    document.paths[path.replace("{id}", "{other}")] = document.paths[path];
    delete document.paths[path];
  }),
  "two operations of one name": edited((_, [one, other]) => { one.operationId = other.operationId; }),
  "a reference to nothing": edited(({ components }) => { delete components.responses.Problem; }),
  "no servers": edited((document) => { delete document.servers; }),
};

/**
 * @param documents the descriptions, as they are served, with what each is excused from
 */
export async function verify(folder, documents) {
  for (const [index, { text, name, excused }] of documents.entries()) {
    const excuses = { limits: unlimited, origins: sameOrigin, access: open };
    const rules = off([...taste, ...excused.flatMap((what) => excuses[what])]);
    writeFileSync(join(folder, ".spectral.json"), JSON.stringify({ extends: ["spectral:oas", "@stoplight/spectral-owasp-ruleset"], rules }));
    await demand(`Spectral and OWASP's rules on ${name}`, [text], index === 0 ? twins : {}, (one) => {
      writeFileSync(join(folder, "openapi.json"), one);
      const found = run(folder, "spectral", ["lint", "openapi.json", "-r", ".spectral.json", "-f", "json", "-F", "hint", "-q"]);
      return found.map(({ code, path, message }) => `${code} ${path.join("/")}: ${message}`);
    });
  }
  writeFileSync(join(folder, "redocly.yaml"), "extends: [recommended]\nrules: { info-license: off }\n");
  await demand("Redocly", documents.map(({ text }) => text), broken, (one) => {
    writeFileSync(join(folder, "openapi.json"), one);
    const { problems } = run(folder, "redocly", ["lint", "openapi.json", "--format", "json"]);
    return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
  });
}
