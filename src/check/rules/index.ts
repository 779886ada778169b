import { builtinAllowed } from "./builtin-allowed.ts";
import { callWithoutDeadline } from "./call-without-deadline.ts";
import { cycles } from "./cycles.ts";
import { devDependency } from "./dev-dependency.ts";
import { dynamicImport } from "./dynamic-import.ts";
import { emptyLayer } from "./empty-layer.ts";
import { entry } from "./entry.ts";
import { environmentOutsideConfig } from "./environment-outside-config.ts";
import { forbiddenReach } from "./forbidden-reach.ts";
import { foreignRepository } from "./foreign-repository.ts";
import { foreignTable } from "./foreign-table.ts";
import { layerCycle } from "./layer-cycle.ts";
import { layerUses } from "./layer-uses.ts";
import { noFiles } from "./no-files.ts";
import { orphan } from "./orphan.ts";
import { packageAllowed } from "./package-allowed.ts";
import type { CodeRule } from "./rule.ts";
import { secretInCode } from "./secret-in-code.ts";
import { serviceContract } from "./service-contract.ts";
import { signatureLeak } from "./signature-leak.ts";
import { statelessness } from "./statelessness.ts";
import { transactionAcrossServices } from "./transaction-across-services.ts";
import { undeclaredDependency } from "./undeclared-dependency.ts";
import { unjudged } from "./unjudged.ts";
import { unmatchedGlob } from "./unmatched-glob.ts";
import { unparsed } from "./unparsed.ts";
import { unplacedFile } from "./unplaced-file.ts";
import { unresolvedImport } from "./unresolved-import.ts";
import { unusedAllowance } from "./unused-allowance.ts";

/** Every rule on code, by id. */
export const rules: readonly CodeRule[] = [
  builtinAllowed,
  callWithoutDeadline,
  cycles,
  devDependency,
  dynamicImport,
  emptyLayer,
  entry,
  environmentOutsideConfig,
  forbiddenReach,
  foreignRepository,
  foreignTable,
  layerCycle,
  layerUses,
  noFiles,
  orphan,
  packageAllowed,
  secretInCode,
  serviceContract,
  signatureLeak,
  statelessness,
  transactionAcrossServices,
  undeclaredDependency,
  unjudged,
  unmatchedGlob,
  unparsed,
  unplacedFile,
  unresolvedImport,
  unusedAllowance,
];
