import { builtinAllowed } from "./builtin-allowed.ts";
import { cycles } from "./cycles.ts";
import { dynamicImport } from "./dynamic-import.ts";
import { emptyLayer } from "./empty-layer.ts";
import { entry } from "./entry.ts";
import { layerUses } from "./layer-uses.ts";
import { noFiles } from "./no-files.ts";
import { packageAllowed } from "./package-allowed.ts";
import type { CodeRule } from "./rule.ts";
import { serviceContract } from "./service-contract.ts";
import { unparsed } from "./unparsed.ts";
import { unplacedFile } from "./unplaced-file.ts";
import { unresolvedImport } from "./unresolved-import.ts";

/** Every rule on code, by id. */
export const rules: readonly CodeRule[] = [
  builtinAllowed,
  cycles,
  dynamicImport,
  emptyLayer,
  entry,
  layerUses,
  noFiles,
  packageAllowed,
  serviceContract,
  unparsed,
  unplacedFile,
  unresolvedImport,
];
