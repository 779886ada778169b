import type { Json, Service } from "../../model/architecture.ts";
import type { Auth, AuthModel, Grant, Provider } from "../../model/auth.ts";
import type { Condition, Policy } from "../../model/policy.ts";
import { PolicyFault } from "../policy/parse.ts";
import { resolvePolicy } from "../policy/resolve.ts";
import { targetOf } from "../policy/target.ts";
import { get, isList, isMap, textOf, textsOf } from "../tree.ts";
import { entries, oneOf, type Spot, someOf, step } from "./context.ts";
import { milliseconds } from "./quantities.ts";

const models: readonly AuthModel[] = ["none", "apiKey", "jwt", "oidc"];
const day = 24 * 3600 * 1000;

export function authOf(spot: Spot, services: readonly Service[]): Auth {
  const { node } = spot;
  const chosen = someOf(get(node, "model"), models);
  const tokens = get(node, "tokens");
  const all = operationNames(services);
  const anonymous = grantsOf(get(node, "anonymous", "may"), all);
  const roles = entries(step(spot, "roles")).map(([name, role]) => ({
    name,
    extends: textsOf(get(role.node, "extends")),
    may: grantsOf(get(role.node, "may"), all),
  }));
  return {
    models: chosen.length === 0 ? ["none"] : chosen,
    user: entityRefOf(get(node, "user")),
    selfRegistration: textOf(get(node, "selfRegistration")) ?? null,
    passwordReset: get(node, "passwordReset") === true,
    emailVerification: verificationOf(get(node, "emailVerification")),
    ownData: get(node, "ownData") === true,
    tokens: {
      algorithm: oneOf(get(tokens, "algorithm"), ["EdDSA", "ES256", "RS256"]),
      accessMs: milliseconds(get(tokens, "access")) ?? 15 * 60 * 1000,
      refreshMs: milliseconds(get(tokens, "refresh")) ?? 30 * day,
      rotateKeysMs: milliseconds(get(tokens, "rotateKeys")) ?? 90 * day,
    },
    oidc: providerOf(step(spot, "oidc")),
    anonymous,
    roles,
    policies: policiesOf(get(node, "policies"), [...anonymous, ...roles.flatMap((role) => role.may)], services),
    betweenServices: oneOf(get(node, "betweenServices"), ["signedToken", "mtls"]),
  };
}

function verificationOf(node: Json | undefined): Auth["emailVerification"] {
  const value = textOf(node);
  return value === "required" || value === "optional" ? value : null;
}

function providerOf({ node }: Spot): Provider | null {
  const issuer = textOf(get(node, "issuer"));
  const audience = textOf(get(node, "audience"));
  if (issuer === undefined || audience === undefined) return null;
  const names = get(node, "names");
  return {
    issuer,
    audience,
    roles: textOf(get(node, "roles")) ?? null,
    names: new Map(isMap(names) ? Object.entries(names).map(([role, value]) => [role, textsOf(value)]) : []),
  };
}

/** `orgs.Member` */
export function entityRefOf(node: Json | undefined): Auth["user"] {
  const [service, entity] = (textOf(node) ?? "").split(".");
  return service === undefined || entity === undefined ? null : { service, entity };
}

/** Everything that can be granted: operations, transitions and resource actions, by full name. */
export function operationNames(services: readonly Service[]): readonly string[] {
  return services.flatMap((service) => [
    ...service.operations.map((operation) => `${service.name}.${operation.name}`),
    ...service.api.resources.flatMap((resource) =>
      resource.actions.map(({ action }) => `${service.name}.${resource.entity}.${action}`),
    ),
  ]);
}

function grantsOf(node: Json | undefined, all: readonly string[]): readonly Grant[] {
  if (!isList(node)) return [];
  return node.map((grant) => {
    const names = isMap(grant) ? textsOf(grant["do"]) : textsOf(grant);
    return {
      operations: [...new Set(names.flatMap((name) => covered(name, all)))].sort(),
      policy: textOf(get(grant, "if")) ?? null,
    };
  });
}

/** Each policy with its condition for whatever it is granted on; what does not fit is left to a rule. */
function policiesOf(node: Json | undefined, grants: readonly Grant[], services: readonly Service[]): readonly Policy[] {
  if (!isMap(node)) return [];
  return Object.entries(node).map(([name, text]) => {
    const expression = textOf(text) ?? "";
    const targets = grants
      .filter((grant) => grant.policy === name)
      .flatMap((grant) => grant.operations.map((operation) => targetOf(operation, services)))
      .filter((one) => one !== null);
    const conditions = [...new Map(targets)].flatMap(([key, target]): readonly (readonly [string, Condition])[] => {
      try {
        return [[key, resolvePolicy(expression, target)]];
      } catch (error) {
        if (error instanceof PolicyFault) return [];
        throw error;
      }
    });
    return { name, expression, conditions: new Map(conditions) };
  });
}

/** What a granted name stands for: itself, or all that `orders.*` or `all` covers. */
export function covered(name: string, all: readonly string[]): readonly string[] {
  if (name === "all") return all;
  if (!name.endsWith(".*")) return all.filter((one) => one === name);
  return all.filter((one) => one.startsWith(name.slice(0, -1)));
}
