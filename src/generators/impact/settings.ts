import type { Architecture, RateLimit } from "../../model/architecture.ts";
import type { Break } from "./break.ts";

/** What holds of all of an API and became stricter: how one shows who one is, and limits. */
export function settingBreaks(was: Architecture, now: Architecture): readonly Break[] {
  return [...credentialBreaks(was, now), ...tenancyBreaks(was, now), ...limitBreaks(was, now), ...policyBreaks(was, now)];
}

const found = (name: string, says: string, why: string, at: string, certain = true): Break => ({ name, says, why, certain, wasAt: at, nowAt: at });

function credentialBreaks({ auth: was }: Architecture, { auth: now }: Architecture): readonly Break[] {
  if (now.models.includes("none")) return [];
  return was.models
    .filter((model) => !now.models.includes(model))
    .map((model) =>
      model === "none"
        ? found("the API", "asks for a credential now", "Who came without one is refused.", "auth.model")
        : found("the API", `takes no \`${model}\` any more`, "Who holds such a credential is refused.", "auth.model"),
    );
}

function tenancyBreaks({ tenancy: was }: Architecture, { tenancy: now }: Architecture): readonly Break[] {
  return was === null && now !== null ? [found("the API", "shows rows to members of their tenant alone now", "Who belongs to none sees nothing.", "tenancy")] : [];
}

function limitBreaks({ api: was, services: old }: Architecture, { api: now, services }: Architecture): readonly Break[] {
  const gone = was.cors.filter((origin) => !now.cors.includes(origin));
  return [
    ...(now.bodyLimitBytes < was.bodyLimitBytes ? [found("the API", `takes ${now.bodyLimitBytes} bytes at most, where it was ${was.bodyLimitBytes}`, "A larger body is refused.", "api.bodyLimit")] : []),
    ...gone.map((origin) => found("the API", `lets ${origin} read no answers any more`, "Browsers keep what it asks for from it.", "api.cors")),
    ...rateBreaks("the API", was.rateLimit, now.rateLimit, "api.rateLimit"),
    ...services.flatMap(({ name, was: before, api }) => {
      const one = old.find((service) => service.name === (before ?? name));
      return one === undefined ? [] : rateBreaks(name, one.api.rateLimit, api.rateLimit, `services.${name}.api.rateLimit`);
    }),
  ];
}

function rateBreaks(name: string, was: RateLimit | null, now: RateLimit | null, at: string): readonly Break[] {
  if (now === null || (was !== null && now.by === was.by && now.count / now.perMs >= was.count / was.perMs && now.count >= was.count)) return [];
  return [found(name, `may be asked ${now.count} times in ${now.perMs / 1_000} s${was === null ? "" : `, where it was ${was.count} in ${was.perMs / 1_000} s`}`, "Who asks more often is refused.", at, false)];
}

/** Whether another condition lets fewer pass cannot be told from its text. */
function policyBreaks({ auth: was }: Architecture, { auth: now }: Architecture): readonly Break[] {
  return now.policies.flatMap(({ name, expression }) => {
    const before = was.policies.find((one) => one.name === name);
    if (before === undefined || before.expression === expression) return [];
    return [found(name, "is another condition", "It may refuse what it let pass.", `auth.policies.${name}`, false)];
  });
}
