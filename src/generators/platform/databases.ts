import type { Architecture } from "../../model/architecture.ts";
import { snake } from "../render/index.ts";
import { line, objectOf } from "../service/code/layout.ts";

/** The lines of development that say where the database is, and the broker where events travel. */
export const databaseUrls = (architecture: Architecture, events: boolean): string => {
  const name = snake(architecture.name);
  return line(2, "return ", objectOf([
    ["DATABASE_URL", `postgres.urlOf("${name}")`],
    ...(events ? [["BROKER_URL", `postgres.urlOf("${name}_broker")`] as const] : []),
    ["...development", "...development"],
  ]), ";");
};
