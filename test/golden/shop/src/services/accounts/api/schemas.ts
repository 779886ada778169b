import type { Schema } from "../../../platform/kernel/schema.ts";

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

const email: Schema = { type: "string", format: "email", maxLength: 254 };

export const newAccountSchema = object({ email, password: { type: "string", minLength: 8, maxLength: 128 } });

export const credentialsSchema = object({ email, password: { type: "string", maxLength: 128 } });

export const refreshSchema = object({ refreshToken: { type: "string", minLength: 1, maxLength: 128 } });

export const accountSchema = object({
  id: { type: "string", format: "uuid" },
  email: { type: "string" },
  roles: { type: "array", items: { type: "string" } },
});

export const sessionSchema = object({
  accessToken: { type: "string" },
  refreshToken: { type: "string" },
  tokenType: { const: "Bearer" },
  expiresIn: { type: "integer" },
});
