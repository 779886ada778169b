import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { inMap } from "./insert.ts";
import { type Edit, edited, inText, withoutItem } from "./text.ts";

export interface Extraction {
  readonly service: string;
  /** The name of the unit that it becomes. */
  readonly unit: string;
  readonly as: "process" | "functions";
}

/**
 * The text of a valid spec in which a service is a unit of its own and the topology is `hybrid`. Nothing else of it changes by a byte: neither
 * comments nor order nor the way it is laid out.
 */
export function extractService(text: string, { service, unit, as }: Extraction): string {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) throw new Error("a spec is a map");
  const entry = `${unit}: { services: [${service}], as: ${as} }`;
  const deploy = mapAt(contents, "deploy");
  const units = deploy === null ? null : mapAt(deploy, "units");
  return edited(text, [...topologyEdits(text, contents), ...leaving(text, units, service), ...unitEdits(text, deploy, units, entry)]);
}

function topologyEdits(text: string, spec: YAMLMap): readonly Edit[] {
  const value = spec.get("topology", true);
  if (isScalar(value) && value.range) return [{ from: value.range[0], until: value.range[1], text: "hybrid" }];
  return inMap(text, spec, "topology: hybrid", "keybeam");
}

function unitEdits(text: string, deploy: YAMLMap | null, units: YAMLMap | null, entry: string): readonly Edit[] {
  if (units !== null) return inMap(text, units, entry);
  if (deploy === null) return [inText(text, `\ndeploy:\n  units:\n    ${entry}\n`)];
  return inMap(text, deploy, `units: { ${entry} }`);
}

/** Takes the service out of the unit that it is in now. */
function leaving(text: string, units: YAMLMap | null, service: string): readonly Edit[] {
  return (units?.items ?? []).flatMap(({ value }) => {
    const services = isMap(value) ? value.get("services", true) : null;
    return isSeq(services) ? withoutItem(text, services, service) : [];
  });
}

function mapAt(parent: YAMLMap, key: string): YAMLMap | null {
  const value = parent.get(key, true);
  return isMap(value) ? value : null;
}
