import type { Architecture, Service } from "../../model/architecture.ts";
import { render, typescriptString } from "../render/index.ts";
import { naturally } from "../service/code/imports.ts";
import type { Callers } from "./callers.ts";
import { type Code, isCalled, layOut } from "./code.ts";
import type { Creations } from "./creations.ts";
import { operationCode } from "./operations.ts";
import { resourceCode } from "./resources.ts";
import { VALUES } from "./samples-file.ts";
import { transitionCode } from "./transitions.ts";

/** One call of a suite: the name of the thing, and what the suite is told about it. */
export interface Case {
  readonly suite: string;
  readonly name: string;
  readonly about: Code;
}

/** The tests of one service through HTTP; null where it has no route. */
export const serviceTest = (
  service: Service,
  architecture: Architecture,
  callers: Callers,
  creations: Creations,
): string | null => {
  const around = [architecture, callers, creations] as const;
  const cases = [
    ...service.api.resources.map((one) => ({
      suite: "resource" as const,
      name: one.entity,
      about: resourceCode(service, one, ...around),
    })),
    ...service.operations.map((one) => ({
      suite: "transition" as const,
      name: one.name,
      about: transitionCode(service, one, ...around),
    })),
    ...service.operations.map((one) => ({
      suite: "operation" as const,
      name: one.name,
      about: operationCode(service, one, ...around),
    })),
  ].filter(isTold);
  return cases.length === 0 ? null : casesFile(cases, creations);
};

/** Where each suite is that is not in a file of its name. */
const HOMES: Readonly<Record<string, string>> = { graph: "graphql", graphGrants: "graphql", graphResource: "graphql", graphRestricted: "graphql", namedResource: "rpc", namedRestricted: "rpc", namedTransition: "rpc" };

/** The text of a file of tests. */
export const casesFile = (cases: readonly Case[], creations: Creations): string => {
  const calls = cases.map(callText);
  return render("tests/test/service.test.ts.hbs", { imports: importLines(cases, calls.join("\n"), creations), calls });
};

const isTold = <One extends { readonly about: Code | null }>(one: One): one is One & { readonly about: Code } => one.about !== null;

const homeOf = (suite: string): string => HOMES[suite] ?? suite;

const callText = ({ suite, name, about }: Case): string => {
  if (suite === "graph") return `graph(${typescriptString(name)});`;
  const head = `${suite}(${typescriptString(name)}, `;
  return `${head}${expanded(about)});`;
};

/** One property a line, however few: the formatter keeps an object open that is written so. */
const expanded = (about: Code): string => {
  if (typeof about === "string" || "items" in about) return layOut(about, 0, 0);
  const fields = about.fields.map(([name, value]) => `  ${name}: ${layOut(value, 2, name.length + 5)},\n`);
  return `{\n${fields.join("")}}`;
};

/** Sorted as the formatter sorts them: packages of Node first, then by path. */
const importLines = (cases: readonly Case[], text: string, creations: Creations): readonly string[] => {
  const suites = [...new Set(cases.map((one) => one.suite))];
  const homes = [...new Set(suites.map(homeOf))];
  const samples = creations.all
    .flatMap((one) => [one.create, one.input])
    .filter((name) => new RegExp(`(?<!["\\w])${name}\\b`, "u").test(text))
    .concat(VALUES.filter((name) => isCalled(name, text)))
    .sort(naturally);
  const lines = [
    ...homes.map((home) => [`./support/${home}.ts`, suites.filter((suite) => homeOf(suite) === home).sort(naturally).join(", ")]),
    ...(samples.length === 0 ? [] : [["./support/samples.ts", samples.join(", ")]]),
  ].sort(([a = ""], [b = ""]) => naturally(a, b));
  return [
    ...(text.includes("randomUUID()") ? ['import { randomUUID } from "node:crypto";'] : []),
    ...lines.map(([path, names]) => importLine(names ?? "", path ?? "")),
  ];
};

const importLine = (names: string, path: string): string => {
  const line = `import { ${names} } from "${path}";`;
  return line.length <= 120 || !names.includes(", ")
    ? line
    : `import {\n${names
        .split(", ")
        .map((name) => `  ${name},\n`)
        .join("")}} from "${path}";`;
};
