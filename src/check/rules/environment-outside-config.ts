import type { SourceFile } from "../graph.ts";
import { placeOfFact } from "../meaning/fact.ts";
import { isFree } from "./edges.ts";
import type { CodeRule } from "./rule.ts";
import { forBackends } from "./strictness.ts";
import { inSpec } from "./words.ts";

/** The environment is read in one place, which checks it; the rest is handed what it needs. */
export const environmentOutsideConfig: CodeRule = {
  id: "environment-outside-config",
  severity: "error",
  reads: { kinds: ["environment"], asks: isHandedItsSettings },
  find: ({ architecture }, meaning) =>
    meaning("environment").map((fact) => ({
      severity: forBackends(architecture),
      message: `${fact.file.path} reads ${fact.name === "" ? "the environment" : `${fact.name} from the environment`}, outside of the configuration.`,
      at: placeOfFact(fact),
      target: fact.name,
      related: inSpec(architecture, `the layer ${fact.file.place?.layer}`, `layers.${fact.file.place?.layer}`),
      help: "Read and check it where the program is configured, and hand the value in as a parameter.",
    })),
};

/** Configuration, and what starts the program: these may read the environment. */
const CONFIGURATION = /(?:^|[/.-])(?:configs?|configuration|env|environment|settings)(?:[/.-]|$)|[a-z](?:Config|Configuration|Env|Settings)\.\w+$/;
const STARTS = /(?:^|\/)(?:bin|scripts)\/|(?:^|\/)(?:main|server|bootstrap|cli)\.[cm]?[jt]sx?$/;

function isHandedItsSettings({ path, place }: SourceFile): boolean {
  if (place === null || isFree(place)) return false;
  const isApp = place.kind === "wiring" && place.service === null;
  const startsHere = place.service === null && STARTS.test(path);
  return !isApp && !startsHere && !CONFIGURATION.test(path) && !CONFIGURATION.test(place.layer ?? "");
}
