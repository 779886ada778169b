import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const missingAuth: SpecRule = {
  id: "missing-auth",
  severity: "error",
  find: (architecture) => {
    if (architecture.services.length === 0 || architecture.positions.has("auth")) return [];
    return [
      problem(
        "missing-auth",
        locate(architecture, "services"),
        "There are services, and nothing says who may use them.",
        {
          help: "Add `auth: { model: jwt, roles: … }`, or `auth: { model: none }` where everybody may do everything.",
        },
      ),
    ];
  },
};
