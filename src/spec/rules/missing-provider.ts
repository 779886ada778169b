import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const missingProvider: SpecRule = {
  id: "missing-provider",
  severity: "error",
  find: (architecture) => {
    const { models, oidc } = architecture.auth;
    if (models.includes("oidc") && oidc === null) {
      return [
        problem("missing-provider", locate(architecture, "auth.model"), "Tokens of an identity provider are taken, and nothing says of which.", {
          help: 'Add `auth.oidc: { issuer: "https://id.example", audience: … }`.',
        }),
      ];
    }
    if (models.includes("oidc") || oidc === null) return [];
    return [
      problem("missing-provider", locate(architecture, "auth.oidc"), "An identity provider is named, and no auth model takes its tokens.", {
        help: "Add `oidc` to `auth.model`, or leave `auth.oidc` out.",
      }),
    ];
  },
};
