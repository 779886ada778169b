import { type Diagnostic, isSomewhere, type Location, type Severity } from "../../model/diagnostic.ts";
import { inOrder } from "../diagnostics.ts";
import { jsonText } from "../json.ts";
import { lineHashes } from "./fingerprint.ts";
import type { Reporter, World } from "./reporter.ts";

/** SARIF 2.1.0 with what GitHub asks for besides: help of each rule, relative paths, regions, a hash of the line. */
export const sarif: Reporter = ({ command, exitCode, diagnostics }, world) => {
  const found = inOrder(diagnostics);
  const rules = [...new Map(found.map(({ rule, severity }) => [rule, severity]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const indexOf = new Map(rules.map(([rule], index) => [rule, index]));
  const hashOf = hashesIn(world);
  const driver = {
    name: "keybeam",
    version: world.version,
    semanticVersion: world.version,
    rules: rules.map(([rule, severity]) => descriptor(rule, severity, world)),
  };
  const run = {
    tool: { driver },
    automationDetails: { id: `keybeam/${command}/` },
    originalUriBaseIds: { SRCROOT: { description: { text: "The folder that keybeam was run in." } } },
    columnKind: "utf16CodeUnits",
    invocations: [{ executionSuccessful: exitCode !== 2 }],
    results: found.map((one) => resultOf(one, indexOf.get(one.rule) ?? 0, hashOf(one.at))),
  };
  return jsonText({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] });
};

function descriptor(rule: string, severity: Severity, { manual }: World): object {
  const text = manual(rule) ?? `# ${rule}\n\n## What\nA finding of keybeam.\n`;
  const what = (/^## What\n+([\s\S]*?)(?:\n\n|\n#|$(?![\s\S]))/m.exec(text)?.[1] ?? rule).replace(/\s+/g, " ").trim();
  const sentence = /^.*?[.:](?= |$)/.exec(what)?.[0] ?? what;
  return {
    id: rule,
    shortDescription: { text: sentence.replace(/:$/, ".") },
    fullDescription: { text: what.endsWith(".") ? what : `${what.replace(/:$/, "")}.` },
    help: { text, markdown: text },
    defaultConfiguration: { level: severity },
    properties: { tags: ["architecture"], precision: "very-high", "problem.severity": severity },
  };
}

function resultOf({ rule, severity, message, help, at, related }: Diagnostic, ruleIndex: number, hash: string | null): object {
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: help === "" ? message : `${message} ${help}` },
    locations: isSomewhere(at) ? [{ physicalLocation: physical(at) }] : [],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one, id) => ({ id, message: { text: one.message }, physicalLocation: physical(one.at) })) }),
    ...(hash === null ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
  };
}

function physical({ file, line, column, endLine, endColumn }: Location): object {
  const end = { ...(endLine === undefined ? {} : { endLine }), ...(endColumn === undefined ? {} : { endColumn }) };
  const uri = file.split("/").map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd"))).join("/");
  return { artifactLocation: { uri, uriBaseId: "SRCROOT" }, region: { startLine: line, startColumn: column, ...end } };
}

function hashesIn({ sources }: World): (at: Location) => string | null {
  const known = new Map<string, (line: number) => string | null>();
  return ({ file, line }) => {
    const text = known.has(file) ? null : sources(file);
    const hashes = known.get(file) ?? (text === null ? () => null : lineHashes(text));
    known.set(file, hashes);
    return hashes(line);
  };
}
