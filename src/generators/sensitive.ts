import type { Architecture } from "../model/architecture.ts";
import { snake } from "./render/index.ts";

/** The names of fields that hold personal or regulated data, in code and in the database. */
export const sensitiveFields = ({ services }: Architecture): readonly string[] => {
  const lists = services.flatMap((service) => [
    ...service.entities.map((one) => one.fields),
    ...service.types.map((one) => one.fields),
    ...service.events.map((one) => one.fields),
    ...service.operations.flatMap((one) => [one.input, one.output]),
  ]);
  const names = lists.flat().filter(({ sensitivity }) => sensitivity === "personal" || sensitivity === "regulated").map(({ name }) => name);
  return [...new Set(names.flatMap((name) => [name, snake(name)]))].sort();
};
