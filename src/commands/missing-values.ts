import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { locate } from "../spec/index.ts";
import type { Rendering } from "./rendering.ts";

/** A warning for each field that the API promises of every row, and that rows from before may not have. */
export const missingValueFindings = ({ migrations }: Pick<Rendering, "migrations">, architecture: Architecture): readonly Diagnostic[] =>
  migrations.flatMap(({ pending }) => pending.filter(({ isOpen }) => isOpen === true).map(({ of }) => finding(of, architecture)));

/** @param of as `orders.Order.gift` */
function finding(of: string, architecture: Architecture): Diagnostic {
  const [service = "", entity = "", field = ""] = of.split(".");
  const callers = architecture.services.filter(({ calls }) => calls.some(({ target }) => target === service)).map(({ name }) => name);
  return {
    rule: "missing-value",
    severity: "warning",
    message: `${entity}.${field} is required, and rows from before may have none: of those the API answers null, where it promises a value${callers.length === 0 ? "" : `, and calls by ${callers.join(", ")} that are answered with one fail with \`internal\``}.`,
    at: locate(architecture, `services.${service}.entities.${entity}.fields.${field}`),
    target: of,
    related: [],
    help: `Give it a default, which those rows get then; or ${callers.length === 0 ? "" : "let it be optional(…) until they are filled, so that no call fails, "}fill them, and run \`keybeam generate --contract ${of}\`, which proves it of every row.`,
  };
}
