import type { Architecture } from "../../model/architecture.ts";
import { type Restricted, restrictedOperations } from "../access/fields.ts";
import { arrayOf, callOf, line, objectOf, type Source } from "../service/code/layout.ts";

const texts = (values: readonly string[]): Source => arrayOf(values.map((value) => JSON.stringify(value)));

const place = ({ at, seenBy, values }: Restricted): Source =>
  objectOf([["at", texts(at)], ["seenBy", texts(seenBy)], ...(values === undefined ? [] : [["values", texts(values)] as const])]);

/** The table of `auth/fields.ts`, sorted by operation. */
export const restrictedTable = (architecture: Architecture): string => {
  const rows = [...restrictedOperations(architecture)]
    .sort((a, b) => (a.operation < b.operation ? -1 : 1))
    .map(({ operation, answer, input }) =>
      arrayOf([JSON.stringify(operation), objectOf([["answer", arrayOf(answer.map(place))], ["input", arrayOf(input.map(place))]])]));
  return line(0, "const restricted: ReadonlyMap<string, RestrictedOperation> = ", callOf("new Map", [arrayOf(rows)]), ";");
};
