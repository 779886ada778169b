import type { Architecture } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { demanding } from "../facts/availability.ts";
import { locate } from "../facts/place.ts";

export const unlimitedPublicApi: SpecRule = {
  id: "unlimited-public-api",
  severity: "warning",
  find: (architecture) => {
    const { api, services } = architecture;
    const reason = reasonOf(architecture);
    if (reason === null || !isPublic(architecture) || api.rateLimit !== null) return [];
    const open = services.filter((service) => service.api.rateLimit === null && service.api.resources.length > 0);
    if (open.length === 0) return [];
    return [
      problem(
        "unlimited-public-api",
        locate(architecture, architecture.positions.has("api") ? "api" : "auth"),
        "Anybody may call this API as often as they like, and so use up what is meant for all.",
        {
          severity: "warning",
          help: "Write `api: { rateLimit: 300/min per client }`.",
          related: [{ message: "what a flood would break", at: locate(architecture, reason) }],
        },
      ),
    ];
  },
};

function reasonOf({ requirements }: Architecture): string | null {
  // One caller must not be able to use up what is promised to all.
  if ((requirements.availability ?? 0) >= demanding) return "requirements.availability";
  return requirements.traffic.pattern === "bursty" ? "requirements.traffic.pattern" : null;
}

/** Whether people that nobody invited can call something. */
function isPublic({ auth }: Architecture): boolean {
  return auth.models.includes("none") || auth.anonymous.some(({ operations }) => operations.length > 0) || auth.selfRegistration !== null;
}
