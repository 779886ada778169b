import type { Diagnostic } from "../../model/diagnostic.ts";
import { inColons, problem, shown } from "../diagnose.ts";
import { type Found, get, keysIn, placeOf, select, textOf, type Tree } from "../tree.ts";
import { cronFault } from "./cron.ts";
import { globFault } from "./globs.ts";

/** What is wrong with a text that has a form of its own. */
type Check = (text: string, found: Found, tree: Tree) => readonly [rule: string, message: string, help: string] | null;

const checks: readonly (readonly [pattern: string, check: Check])[] = [
  ["services/*/operations/*/http", http],
  ["integrations/*/operations/*/http", http],
  ["services/*/jobs/*/cron", cron],
  ["services/*/jobs/*/zone", zone],
  ["auth/policies/*", quoted],
  ["auth/oidc/issuer", url],
  ["integrations/*/baseUrl", url],
  ["integrations/*/auth/*", environmentName],
  ["integrations/*/webhooks/secret", environmentName],
  ["api/cors/*", origin],
  ["services/*/operations/*/deprecated/since", day],
  ["services/*/operations/*/deprecated/sunset", sunset],
  ["layers/*/paths/*", glob],
  ["layers/*/entry/*", glob],
  ["layers/*/packages/allow/*", glob],
  ["layers/*/packages/deny/*", glob],
  ["layers/*/neverReaches/*", glob],
  ["check/exclude/*", glob],
];

/** Values that the schema's patterns cannot judge: paths, cron lines, addresses, names of secrets. */
export function checkValues(tree: Tree): readonly Diagnostic[] {
  return checks.flatMap(([pattern, check]) =>
    select(tree.data, pattern).flatMap((found) => {
      const text = textOf(found.value);
      const fault = text === undefined ? null : check(text, found, tree);
      return fault === null ? [] : [problem(fault[0], placeOf(tree, found.pointer), fault[1], { help: fault[2] })];
    }),
  );
}

function http(text: string): ReturnType<Check> {
  const path = text.slice(text.indexOf(" ") + 1);
  const say = (why: string): ReturnType<Check> => [
    "bad-path",
    `The path ${shown(path)} ${why}.`,
    braced === undefined ? "Write segments of letters, digits, `-` and `_`, and whole segments such as `:id`." : inColons(braced),
  ];
  const braced = /\{[^{}/]*\}/.exec(path)?.[0];
  const segments = path.split("/").slice(1);
  const wrong = segments.find((segment) => !/^(:[a-z][A-Za-z0-9]{0,62}|[A-Za-z0-9][A-Za-z0-9_-]*)$/.test(segment));
  if (wrong !== undefined)
    return say(wrong === "" ? "has an empty segment" : `has a segment ${shown(wrong)} that no route can hold`);
  const parameters = segments.filter((segment) => segment.startsWith(":"));
  const twice = parameters.find((name, index) => parameters.indexOf(name) !== index);
  return twice === undefined ? null : say(`names ${shown(twice)} twice`);
}

function cron(text: string, found: Found, tree: Tree): ReturnType<Check> {
  const fault = cronFault(text);
  if (fault !== null)
    return [
      "bad-cron",
      `${shown(text)} is no cron line: ${fault}.`,
      'Write five parts: minute, hour, day, month, weekday, as in "0 3 * * *".',
    ];
  return quoted(text, found, tree);
}

function zone(text: string): ReturnType<Check> {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return null;
  } catch {
    return ["wrong-value", `${shown(text)} is no time zone.`, "Write a name such as `UTC` or `Europe/Berlin`."];
  }
}

function quoted(text: string, found: Found, tree: Tree): ReturnType<Check> {
  if (tree.written.get(found.pointer)?.plain !== true) return null;
  return [
    "unquoted-value",
    `${shown(found.key)} is text that YAML may misread, and stands without quotes.`,
    `Quote it: "${text.length <= 60 ? text : "…"}".`,
  ];
}

function url(text: string): ReturnType<Check> {
  const help = "Write an address such as `https://pay.example`, without a login, a query or anything to fill in.";
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    return ["bad-url", "This is no http or https address.", help];
  if (parsed.username !== "" || parsed.password !== "") return ["bad-url", "The address holds a login.", help];
  if (/['"`<>\\\s{}$|^]/.test(text) || parsed.search !== "" || parsed.hash !== "")
    return ["bad-url", `The address ${shown(text)} holds characters that no base address has.`, help];
  if (/^(169\.254\.|\[fe80:|metadata\.)/i.test(parsed.hostname))
    return ["bad-url", `The address ${shown(text)} is of the machine's own metadata.`, "Name the system itself."];
  return null;
}

function origin(text: string): ReturnType<Check> {
  const help = "Write an origin such as `https://shop.example`, without a path.";
  if (text === "*") return ["bad-url", "`*` would let every page of the web call.", help];
  const parsed = URL.canParse(text) ? new URL(text) : null;
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === text && !text.includes("*")
    ? null
    : ["bad-url", `${shown(text)} is no origin.`, help];
}

function environmentName(text: string): ReturnType<Check> {
  if (
    !/^(NODE_.*|LD_.*|DYLD_.*|PATH|HOME|HOST|PORT|ADMIN_PORT|DATABASE_URL|BROKER_URL|LOG_LEVEL|SHELL|PWD|TZ|npm_.*)$/.test(
      text,
    )
  )
    return null;
  return [
    "reserved-name",
    `${shown(text)} has a meaning of its own in the environment.`,
    "Give the secret a name of its own, such as `PAY_TOKEN`.",
  ];
}

function day(text: string): ReturnType<Check> {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)))
    return null;
  return ["wrong-value", `${shown(text)} is no day of the calendar.`, 'Write a date such as "2026-06-01".'];
}

/** RFC 8594 and RFC 9745 want the end after the warning: who is told of both at once cannot leave in time. */
function sunset(text: string, found: Found, tree: Tree): ReturnType<Check> {
  const since = textOf(get(tree.data, ...keysIn(found.pointer).slice(0, -1), "since"));
  if (since === undefined || text > since) return day(text);
  return day(text) ?? ["wrong-value", `It ends on ${shown(text)}, and is deprecated only from ${shown(since)} on.`, "Name a later day to end on, or none."];
}

function glob(text: string): ReturnType<Check> {
  const fault = globFault(text);
  return fault === null
    ? null
    : ["unsafe-glob", `The glob ${shown(text)} ${fault}.`, "Write several plainer globs, `{a,b}` for a choice, and `\\(` for a round bracket in a name."];
}
