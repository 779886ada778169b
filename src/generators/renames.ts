import type { Architecture } from "../model/architecture.ts";
import type { Rename } from "../model/rename.ts";

/** All that the spec says was called otherwise, each pair of names once. */
export const renamesOf = ({ services }: Architecture): readonly Rename[] => {
  const named = services.flatMap((service) => [
    service,
    ...[...service.types, ...service.entities, ...service.events].flatMap(({ fields }) => fields),
    ...service.operations.flatMap(({ input, output }) => [...input, ...output]),
    ...service.entities,
    ...service.operations,
    ...service.events,
  ]);
  const renames = named.flatMap(({ name, was }) => (was === null || was === name ? [] : [{ from: was, to: name }]));
  return [...new Map(renames.map((one) => [`${one.from} ${one.to}`, one])).values()];
};
