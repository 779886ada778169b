import type { Architecture, Resource, Service } from "../../model/architecture.ts";
import { restrictedOperations } from "../access/fields.ts";
import { accessMatrix } from "../access/matrix.ts";
import { scopeOf } from "../service/scope.ts";
import { sortable } from "../service/shapes.ts";

/** A field that not everybody sees who may list the rows, with a role that does and one that sees the rest alone. */
interface RestrictedField {
  readonly field: string;
  readonly seenBy: string;
  readonly hiddenFrom: string;
}

/** Those of which every row has a value, and by which a list may be sorted. */
export const restrictedFields = (service: Service, resource: Resource, architecture: Architecture): readonly RestrictedField[] => {
  const operation = `${service.name}.${resource.entity}.list`;
  const { roles, rows } = accessMatrix(architecture);
  const row = rows.find((one) => one.operation === operation);
  const may = roles.filter((_role, index) => row?.roles[index] === true);
  const answer = restrictedOperations(architecture).find((one) => one.operation === operation)?.answer ?? [];
  const sorted = sortable(scopeOf(service, architecture).entity(resource.entity));
  return answer.flatMap(({ at: [, , field = "", ...deeper], seenBy: seers }) => {
    const seenBy = may.find((role) => seers.includes(role));
    const hiddenFrom = may.find((role) => !seers.includes(role));
    if (deeper.length > 0 || !sorted.includes(field) || seenBy === undefined || hiddenFrom === undefined) return [];
    return [{ field, seenBy, hiddenFrom }];
  });
};
