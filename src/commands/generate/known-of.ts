import { basename } from "node:path";
import { keptSpec } from "../../spec/index.ts";
import { packageVersion } from "../package.ts";
import type { SpecFile } from "../spec-file.ts";

/** What a run is told of its spec and of this keybeam. */
export const knownOf = ({ name, text }: Pick<SpecFile, "name" | "text">) => ({
  keybeam: packageVersion(),
  spec: keptSpec(text) ?? undefined,
  read: new Map([[basename(name), Buffer.from(text)]]),
});
