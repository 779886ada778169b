import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { generate } from "../../src/generators/index.ts";
import { readSpec, ungenerated } from "../../src/spec/index.ts";

const spec = (auth: string, topology = "modular-monolith"): string => `keybeam: 1
name: meter
topology: ${topology}
services:
  readings:
    entities: { Reading: { fields: { value: int } } }
    api: { resources: { Reading: [list, create] } }
auth:
  ${auth}
  selfRegistration: viewer
  roles: { device: { may: [readings.Reading.create] }, viewer: { may: [readings.Reading.list] } }
`;

const filesOf = (text: string): ReadonlyMap<string, string> => {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(diagnostics.map((one) => one.message).join("\n"));
  expect(ungenerated(architecture)).toEqual([]);
  return new Map(generate(architecture, { keybeam: "0.0.0" }).map((file) => [file.path, file.content]));
};

test("without the keys nothing of mails is generated", () => {
  const files = filesOf(spec("model: jwt"));
  const said = [...files].filter(([path, text]) => path.startsWith("src/") && /mailer|nodemailer|one_time|email_verified/u.test(path + text));
  expect(said.map(([path]) => path)).toEqual([]);
  expect(files.get("package.json")).not.toContain("nodemailer");
});

test("a shell reads what deploy/.env.example suggests, and a cluster lets mail out wherever servers take it", () => {
  const files = filesOf(`${spec("model: jwt\n  passwordReset: true")}deploy: { target: kubernetes }\n`);
  const env = files.get("deploy/.env.example") ?? "";
  const [, suggested = ""] = /^# Who mails are from.*: (.*)\nMAIL_FROM=$/mu.exec(env) ?? [];
  const shown = execFileSync("sh", ["-c", `set -a; MAIL_FROM=${suggested}\nprintf %s "$MAIL_FROM"`]).toString();
  expect(shown).toBe("Shop <no-reply@shop.example>");
  const policies = files.get("deploy/kubernetes/namespace.yaml") ?? "";
  for (const port of [25, 465, 587, 2525]) expect(policies).toContain(`port: ${port} }`);
});

test("each key brings its own routes, open to everybody, and no others", () => {
  const routes = (auth: string) => (filesOf(spec(auth)).get("src/services/accounts/api/accounts.ts") ?? "").match(/"\/auth\/(?:password|email)\/\w+"/gu);
  expect(routes("model: jwt\n  passwordReset: true")).toEqual(['"/auth/password/forgot"', '"/auth/password/reset"']);
  expect(routes("model: jwt\n  emailVerification: optional")).toEqual(['"/auth/email/resend"', '"/auth/email/verify"']);
  const files = filesOf(spec("model: jwt\n  passwordReset: true", "microservices"));
  expect(files.get("src/platform/auth/grants.ts")).toContain('"accounts.forgotPassword"');
  expect(files.get("src/apps/gateway/routes.ts")).toContain('"/auth/password/forgot"');
});

test("where addresses must be confirmed nobody learns by registering who has an account", () => {
  const api = (auth: string) => filesOf(spec(auth)).get("src/services/accounts/api/accounts.ts");
  expect(api("model: jwt\n  emailVerification: required")).not.toContain("conflict: 409");
  expect(api("model: jwt\n  emailVerification: optional")).toContain("conflict: 409");
});

test("what mails need is asked of the environment of the unit that sends them alone", () => {
  const files = filesOf(`${spec("model: jwt\n  passwordReset: true", "microservices")}deploy: { target: kubernetes }\n`);
  const naming = [...files].filter(([path, text]) => path.startsWith("deploy/kubernetes/") && /SMTP_URL/u.test(text)).map(([path]) => path);
  expect(naming.length).toBeGreaterThan(0);
  expect(naming.filter((path) => /readings|gateway/u.test(path))).toEqual([]);
});

test("functions leave mails to the job, which has a connection beside the one that it holds", () => {
  const code = (topology: string, path: string): string => filesOf(spec("model: jwt\n  passwordReset: true", topology)).get(path) ?? "";
  const [instance, mails] = ["src/platform/functions/instance.ts", "src/services/accounts/application/mails.ts"];
  expect(code("serverless", instance)).toContain("const CONNECTIONS = 2;");
  expect(code("serverless", mails)).not.toContain("setImmediate");
  expect(code("modular-monolith", mails)).toContain("setImmediate");
  expect(filesOf(spec("model: jwt", "serverless")).get(instance)).toContain("const CONNECTIONS = 1;");
});

test("mails without logins are an error", () => {
  const rules = (auth: string) => readSpec(spec(auth), "architecture.yaml")[1].map(({ rule }) => rule);
  expect(rules("model: apiKey\n  passwordReset: true")).toEqual(["mail-without-logins"]);
  expect(rules("model: apiKey\n  emailVerification: required")).toEqual(["mail-without-logins"]);
  expect(rules("model: apiKey\n  passwordReset: false")).toEqual([]);
});
