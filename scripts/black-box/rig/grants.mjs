// Who may do what, read from the spec by other means than the generator's.

const patternsOf = (roles, name, seen = new Set()) => {
  if (seen.has(name)) return [];
  seen.add(name);
  const { may = [], extends: above = [] } = roles[name] ?? {};
  const own = may.flatMap((grant) => (typeof grant === "string" ? [{ to: grant, policy: null }] : [grant.do].flat().map((to) => ({ to, policy: grant.if ?? null }))));
  return [...own, ...above.flatMap((one) => patternsOf(roles, one, seen))];
};

const covers = (pattern, operation) =>
  pattern === "all" || pattern === operation || (pattern.endsWith(".*") && operation.startsWith(pattern.slice(0, -1)));

/** The name that grants use: `orders.Order.create`, `orders.place`. */
export function grantNameOf(spec, route) {
  const service = Object.keys(spec.services).find((name) => name.replaceAll("-", "_") === route.service) ?? route.service;
  return [service, ...(route.entity === null ? [] : [route.entity]), route.action].join(".");
}

/** What everybody may ask about themselves. */
const OWN = ["accounts.ownData", "accounts.eraseOwnData"];

/** Whether a role is granted a route: `yes`, `no`, or the policy that decides. */
export function grantOf(spec, role, route) {
  if (OWN.includes(grantNameOf(spec, route))) return "yes";
  const operation = grantNameOf(spec, route);
  const found = patternsOf(spec.auth?.roles ?? {}, role).filter(({ to }) => covers(to, operation));
  if (found.length === 0) return "no";
  return found.some(({ policy }) => policy === null) ? "yes" : found[0].policy;
}
