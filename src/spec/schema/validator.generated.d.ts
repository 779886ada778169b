import type { ErrorObject } from "ajv";

/** Compiled from `schemas/architecture.schema.json` by `npm run build:schema`. */
export declare const validate: {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
};
