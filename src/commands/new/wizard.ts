import { readSpec } from "../../spec/index.ts";
import type { Answers, Known } from "./answers.ts";
import { authModels, topologies } from "./answers.ts";
import type { Asker } from "./ask.ts";
import { composeSpec } from "./compose.ts";

const topologyHints: Readonly<Record<string, string>> = {
  monolith: "one process; borders between services are advice",
  "modular-monolith": "one process; borders between services are enforced",
  microservices: "a process and a database for each service, behind a gateway",
  serverless: "functions for each service",
  hybrid: "as deploy.units says",
};
const authHints: Readonly<Record<string, string>> = { none: "everybody may do everything", jwt: "accounts, roles and signed tokens" };

/** What the person chooses first: an example by name, or null for a spec of their own. */
export async function askSource(asker: Asker, examples: readonly string[]): Promise<string | null> {
  const own = "my own";
  const options = [{ value: own, hint: "a few questions" }, ...examples.map((value) => ({ value, hint: "an example" }))];
  const chosen = await asker.select("What do you want to start from?", options, own);
  return chosen === own ? null : chosen;
}

/** Asks what is not known yet. Each answer is tried in a whole spec, so that what is refused is refused here with the reason. */
export async function askAnswers(asker: Asker, known: Known, defaults: Answers): Promise<Answers> {
  const ask = async (key: keyof Answers, message: string): Promise<string> =>
    known[key] ?? asker.text(message, defaults[key], (answer) => faultOf({ ...defaults, [key]: answer }));
  const name = await ask("name", "What is the system called?");
  const service = await ask("service", "What is its first service called? (kebab-case)");
  const entity = await ask("entity", "What does it keep? (one thing, PascalCase)");
  const fields = await ask("fields", "Which fields has it? (name: type; name: type)");
  const topology = known.topology ?? (await asker.select("How is it deployed?", hinted(topologies, topologyHints), defaults.topology));
  const auth = known.auth ?? (await asker.select("Who may come in?", hinted(authModels, authHints), defaults.auth));
  return { name, service, entity, fields, topology, auth };
}

function hinted(values: readonly string[], hints: Readonly<Record<string, string>>): readonly { value: string; hint: string }[] {
  return values.map((value) => ({ value, hint: hints[value] ?? "" }));
}

/** The first error of a spec with these answers; undefined where it has none. */
function faultOf(answers: Answers): string | undefined {
  const [, diagnostics] = readSpec(composeSpec(answers), "architecture.yaml");
  return diagnostics.find((one) => one.severity === "error")?.message;
}
