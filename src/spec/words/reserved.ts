/** Words of TypeScript, and what every object answers to: no name may be one of them. */
const language = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null " +
    "return super switch this throw true try typeof var void while with yield let static implements interface package private protected public await async " +
    "eval arguments undefined nan infinity constructor prototype tostring tolocalestring valueof hasownproperty isprototypeof propertyisenumerable then __proto__"
  ).split(" "),
);

/** Types that generated modules use under these names. */
const globals = new Set(
  "Array Boolean Buffer BigInt Date Error Function Infinity JSON Json Map Math Number Object Partial Pick Omit Promise Proxy Readonly Record Reflect RegExp Result Set String Symbol Uint8Array URL WeakMap".split(
    " ",
  ),
);

const yaml = new Set("on off yes no null true false".split(" "));

const windows = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

const serviceLayout = new Set(
  "index main node-modules dist shared src platform kernel apps gateway internal".split(" "),
);
const fileLayout = new Set("index main ports contract service".split(" "));

/** Fields that every entity has already. */
const builtInFields = new Set(["id", "createdat", "updatedat", "version"]);

export type NameKind =
  | "system"
  | "service"
  | "entity"
  | "type"
  | "event"
  | "operation"
  | "transition"
  | "field"
  | "entity field"
  | "role"
  | "policy"
  | "job"
  | "queue"
  | "integration"
  | "unit"
  | "error"
  | "layer";

/** What a compose file holds besides the units. */
const shippedBeside = new Set(["migrate", "nats", "nginx", "postgres", "rabbitmq", "redis"]);

/** Why a name is taken; null where it is free. */
export function takenBecause(name: string, kind: NameKind): string | null {
  const folded = name.toLowerCase();
  const postgres = postgresReason(folded, kind);
  if (postgres !== null) return postgres;
  if (yaml.has(folded)) return "YAML and its readers take it for something other than a name";
  if (language.has(folded)) return "it is a word of TypeScript, or something that every object has";
  const isField = kind === "field" || kind === "entity field";
  if (!isField && windows.test(folded)) return "Windows has a device of that name";
  if (kind === "entity field" && builtInFields.has(folded)) return "every entity has it already";
  if ((kind === "entity" || kind === "type" || kind === "event" || kind === "error") && globals.has(name))
    return "generated code uses a type of that name";
  if (kind === "service" && name === "accounts") return "the built-in service `accounts` holds credentials";
  if (kind === "service" && name === "broker") return "the database of the queues has that name";
  if (kind === "service" && name === "limits") return "the database of the rate limits has that name";
  if ((kind === "service" || kind === "unit") && shippedBeside.has(name)) return "a server of `deploy/` has that name";
  if (kind === "unit" && name === "gateway") return "the built-in unit `gateway` is the way in";
  if ((kind === "service" || kind === "unit") && (name === "front" || name === "functions"))
    return "the generated layout has a folder of that name";
  if (kind === "service" && serviceLayout.has(folded)) return "the generated layout uses it";
  if ((kind === "entity" || kind === "operation" || kind === "transition") && fileLayout.has(folded))
    return "the generated layout has a file of that name";
  return null;
}

/** A service's name becomes a schema, and a system's the beginning of every role. */
function postgresReason(name: string, kind: NameKind): string | null {
  if (kind === "service" && (name === "public" || name === "information-schema"))
    return `Postgres has a schema \`${name.replaceAll("-", "_")}\` of its own`;
  if (kind === "service" && name.startsWith("pg-"))
    return `its schema would be \`${name.replaceAll("-", "_")}\`, and Postgres keeps names that begin with \`pg_\``;
  if (kind === "system" && /^pg(-|$)/.test(name))
    return "the roles of its services would begin with `pg_`, and Postgres keeps such names";
  return null;
}
