import type { Architecture, RateLimit } from "../../model/architecture.ts";
import { arrayOf, line, objectOf } from "../service/code/layout.ts";
import { numberText } from "../service/methods.ts";

interface NamedLimit extends RateLimit {
  /** Null: it holds for all operations together. */
  readonly service: string | null;
}

/** The limits that a spec names: that of all APIs, and those of services, which hold besides. */
export const limitsOf = ({ api, services }: Architecture): readonly NamedLimit[] => [
  ...(api.rateLimit === null ? [] : [{ ...api.rateLimit, service: null }]),
  ...services.flatMap(({ name, api: { rateLimit } }) => (rateLimit === null ? [] : [{ ...rateLimit, service: name }])),
];

/** The table of `limits.ts`. */
export const limitTable = (architecture: Architecture): string => {
  const rows = limitsOf(architecture).map(({ service, count, perMs, by }) =>
    objectOf([
      ["name", JSON.stringify(service ?? "all")],
      ["service", JSON.stringify(service)],
      ["count", numberText(count)],
      ["windowMs", numberText(perMs)],
      ["by", JSON.stringify(by)],
    ]),
  );
  return line(0, "export const limits: readonly Limit[] = ", arrayOf(rows), ";");
};
