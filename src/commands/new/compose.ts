import type { Answers } from "./answers.ts";
import { withSchemaLine } from "./editor.ts";

/** The first spec of a project, commented for somebody who sees one for the first time. */
export function composeSpec(answers: Answers): string {
  const { name, topology, service, entity } = answers;
  return withSchemaLine(`# What this backend is. After a change: npx keybeam generate
keybeam: 1
name: ${scalar(name)}
# How the services are deployed: monolith, modular-monolith, microservices, serverless or hybrid.
# The services stay as they are.
topology: ${scalar(topology)}

services:
  ${scalar(service)}:
    entities:
      # Every entity also has id, createdAt, updatedAt and version.
      ${scalar(entity)}:
        fields:
${fieldLines(answers.fields)}
    api:
      resources:
        ${scalar(entity)}: [list, get, create, update, delete]

${authLines(answers)}`);
}

/** One line a field; a part without a colon is passed on as it is, so that the reader of the spec says what is wrong with it. */
function fieldLines(fields: string): string {
  const parts = fields.split(";").map((part) => part.trim()).filter((part) => part !== "");
  return parts.map((part) => `          ${fieldLine(part)}`).join("\n");
}

function fieldLine(part: string): string {
  const colon = part.indexOf(":");
  return colon < 0 ? scalar(part) : `${scalar(part.slice(0, colon).trim())}: ${scalar(part.slice(colon + 1).trim())}`;
}

function authLines({ auth, service }: Answers): string {
  const head = "# Who may do what. What nobody was granted is refused.\nauth:\n";
  if (auth === "none") return `${head}  model: none\n`;
  return `${head}  model: ${scalar(auth)}
  # The role that a new account gets.
  selfRegistration: member
  roles:
    member: { may: [${scalar(`${service}.*`)}] }
    admin: { may: [all] }
`;
}

/** Text as YAML: plain where that is safe, else quoted. */
function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9 ()|.=_-]*$/.test(text) && text === text.trim() ? text : JSON.stringify(text);
}
