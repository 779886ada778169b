import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { problem } from "./diagnose.ts";
import { locate } from "./facts/place.ts";

const service = "services\\.[^.]+";
const actionKey = new RegExp(`^${service}\\.operations\\.[A-Z][^.]*\\.(?:list|get|create|update|delete)\\.(?:http|kind|input|output|errors|idempotency|was)$`);
const field = `${service}\\.(?:entities\\.[^.]+\\.fields|events\\.[^.]+\\.fields|types\\.[^.]+|operations\\.[^.]+\\.(?:input|output))\\.[^.]+`;

const shownTo = new RegExp(`^${field}\\.visibleTo$`);
const heardBy = new RegExp(`^(?:${service}\\.events\\.[^.]+\\.fields|integrations\\.[^.]+\\.operations\\.[^.]+\\.(?:input|output))\\.[^.]+\\.visibleTo$`);

/**
 * What the spec says and `generate` does not do yet, each key once: warnings, and errors for what nothing can be
 * generated for.
 */
export function ungenerated(architecture: Architecture): readonly Diagnostic[] {
  return [...brokerProblems(architecture), ...openDoors(architecture), ...byValue(architecture)].sort(
    (a, b) => a.at.line - b.at.line || a.at.column - b.at.column,
  );
}

/** One warning for a key, at the first place; the others are named with it. */
function once(
  architecture: Architecture,
  message: string,
  paths: readonly string[],
  help = "It is checked and kept for a later version; do not rely on it.",
): readonly Diagnostic[] {
  const [first, ...others] = paths.map((path) => locate(architecture, path));
  if (first === undefined) return [];
  const related = others.slice(0, 5).map((at) => ({ message: "and here", at }));
  return [
    problem("not-generated", first, message, {
      severity: "warning",
      related,
      help,
    }),
  ];
}

function brokerProblems({ queues, positions, units }: Architecture): readonly Diagnostic[] {
  const functions = units.some((unit) => unit.as === "functions");
  return queues.flatMap(({ name, broker }) => {
    const at = positions.get(`queues.${name}.broker`);
    if (at === undefined) return [];
    if (!functions || broker === "sqs") return [];
    const message = `The broker \`${broker}\` does not run functions, and this system has some.`;
    return [problem("not-generated", at, message, { help: "Write `sqs`, or leave it out: in development the embedded broker stands in." })];
  });
}

/** What would stand open, or lie in the clear, where the spec says that it is guarded: nothing is generated then. */
function openDoors(architecture: Architecture): readonly Diagnostic[] {
  const refuse = (message: string, help: string, paths: readonly string[]): readonly Diagnostic[] =>
    paths.slice(0, 1).map((path) => problem("not-generated", locate(architecture, path), message, { help }));
  const paths = [...architecture.positions.keys()];
  return [
    ...refuse(
      "`betweenServices: mtls` does not run functions, and this system has some.",
      "Write `signedToken`: functions are run by AWS, which knows a caller by its role and shows no certificate.",
      architecture.auth.betweenServices === "mtls" && architecture.units.some((unit) => unit.as === "functions") ? ["auth.betweenServices"] : [],
    ),
    ...refuse(
      "This is an action of a resource: what it takes and answers, and where, comes of its entity.",
      "Write an operation of its own, with its own `http`, and leave the action out of the resource.",
      paths.filter((path) => actionKey.test(path)),
    ),
    ...refuse(
      "`encrypt` is generated for plain fields of entities that no other owns, and not for this one.",
      "The field would lie in the clear, so nothing is generated; encrypt a field of its owner, or none.",
      unsealable(architecture),
    ),
    ...refuse(
      "`visibleTo` tells callers apart, and with `auth.model: none` nobody knows who calls.",
      "Everybody would see the field, so nothing is generated; write another `auth.model`, or leave `visibleTo` out.",
      architecture.auth.models.includes("none") ? paths.filter((path) => shownTo.test(path)) : [],
    ),
    ...refuse(
      "The messages of one integration become events of several services, and it sends them to one place.",
      "Let them become events of one service; others react to those.",
      architecture.integrations
        .filter(({ webhooks }) => new Set(webhooks?.events.map(({ service }) => service)).size > 1)
        .map(({ name }) => `integrations.${name}.webhooks`),
    ),
    ...refuse(
      "`subject` says which user a row is about, and with `auth.model: none` there are none.",
      "Nothing could be exported or erased by it, so nothing is generated; write another `auth.model`, or leave `subject` out.",
      architecture.auth.models.includes("none") ? paths.filter((path) => new RegExp(`^${service}\\.entities\\.[^.]+\\.subject$`).test(path)) : [],
    ),
    ...refuse(
      `\`data.encryption.keys: ${architecture.encryption.keys}\` is not generated yet.`,
      "Write `env` for now: the environment names the keys that wrap the others, as a secret.",
      architecture.encryption.keys === "env" ? [] : paths.filter((path) => path === "data.encryption.keys"),
    ),
  ];
}

function isCacheable({ services, units }: Architecture, name: string): boolean {
  const service = services.find((one) => name.startsWith(`${one.name}.`));
  const rest = name.slice((service?.name.length ?? 0) + 1);
  const query = service?.operations.some((one) => one.name === rest && one.kind === "query" && one.http !== null) === true;
  const runs = units.some((unit) => unit.as === "process" && unit.services.includes(service?.name ?? ""));
  return runs && (query || /\.(?:get|list)$/.test(rest));
}

/** Encrypted fields that no repository seals: of owned children, references, sets. */
function unsealable({ services, positions }: Architecture): readonly string[] {
  const sealed = services.flatMap((one) =>
    one.entities
      .filter((entity) => entity.ownedBy === null)
      .flatMap((entity) =>
        entity.fields
          .filter(({ type }) => !["entity", "children", "set"].includes(type.kind))
          .map(({ name }) => `services.${one.name}.entities.${entity.name}.fields.${name}.encrypt`),
      ),
  );
  const whole = new RegExp(`^${field}\\.encrypt$`);
  return [...positions.keys()].filter((path) => whole.test(path) && !sealed.includes(path));
}

/** What a list is asked to compare though it lies encrypted. */
function unreadable({ services }: Architecture): readonly string[] {
  return services.flatMap((one) =>
    one.entities.flatMap((entity) => {
      const sealed = new Set(entity.fields.filter(({ encrypt }) => encrypt).map(({ name }) => name));
      const resource = one.api.resources.find((candidate) => candidate.entity === entity.name);
      const at = `services.${one.name}`;
      return [
        ...((resource?.filter ?? []).some((name) => sealed.has(name)) ? [`${at}.api.resources.${entity.name}.filter`] : []),
        ...((resource?.search ?? []).some((name) => sealed.has(name)) ? [`${at}.api.resources.${entity.name}.search`] : []),
        ...(entity.indexes.some((names) => names.some((name) => sealed.has(name))) ? [`${at}.entities.${entity.name}.indexes`] : []),
      ];
    }),
  );
}

function byValue(architecture: Architecture): readonly Diagnostic[] {
  const { services, units, deploy, topology, observability } = architecture;
  const processes = units.some((unit) => unit.as !== "functions");
  const contained = processes && (topology !== "monolith" || deploy.target !== "process");
  const say = (message: string, paths: readonly string[]): readonly Diagnostic[] => once(architecture, message, paths);
  return [
    ...say(
      "A job runs in no tenant's name: its operation finds no rows of tenants but those whose tenant it names itself.",
      architecture.tenancy === null ? [] : services.filter((one) => one.jobs.length > 0).map((one) => `services.${one.name}.jobs`),
    ),
    ...say(
      "What an integration tells belongs to no tenant: what reacts to it finds no rows of tenants but those whose tenant it names itself.",
      architecture.tenancy === null ? [] : architecture.integrations.filter(({ webhooks }) => webhooks !== null).map(({ name }) => `integrations.${name}.webhooks`),
    ),
    ...say(
      "`visibleTo` says nothing of what events and integrations carry: services and other people's systems see all of it.",
      [...architecture.positions.keys()].filter((path) => heardBy.test(path)),
    ),
    ...say(
      "`audit` on what another entity owns says nothing: its changes are those of its owner, which can be audited.",
      services.flatMap((one) => one.entities.filter((entity) => entity.audit && entity.ownedBy !== null).map((entity) => `services.${one.name}.entities.${entity.name}.audit`)),
    ),
    ...say(
      "Only queries over HTTP are cached, and only by processes: this has no effect.",
      architecture.cache.entries.filter((entry) => !isCacheable(architecture, entry.operation)).map(({ operation }) => `cache.entries.${operation}`),
    ),
    ...say(
      "An encrypted field cannot be filtered, searched or found by an index: it is left out there.",
      unreadable(architecture),
    ),
    ...say(
      "No service calls this integration and it tells none, so nothing is generated for it.",
      architecture.integrations
        .filter(({ name, webhooks }) => webhooks === null && !services.some((one) => one.calls.some((call) => call.target === name)))
        .map(({ name }) => `integrations.${name}`),
    ),
    ...say(
      "Backups are made where the compose file runs the database, and elsewhere none: your provider's, or a job of yours, must make them.",
      architecture.backups === null || (deploy.target === "compose" && contained) ? [] : ["data.backups"],
    ),
    ...say(
      "`data.replicas` says from where queries read entities, and there are none.",
      architecture.replicas > 0 && services.every((one) => one.entities.length === 0) ? ["data.replicas"] : [],
    ),
    ...say(
      "`deploy.target: aws` makes nothing for units that are processes but their images.",
      deploy.target === "aws" && processes ? ["deploy.target"] : [],
    ),
    ...say(
      "`deploy.functions` says how functions are cut, and there are none.",
      architecture.positions.has("deploy.functions") && units.every((unit) => unit.as !== "functions") ? ["deploy.functions"] : [],
    ),
    ...say(
      "`deploy.scale` has no effect on a monolith that is a plain process: `deploy.target` says what it runs in.",
      deploy.scale.size > 0 && processes && !contained ? ["deploy.scale"] : [],
    ),
    ...say(
      "`metrics: none` makes no alerts; processes show their metrics on the admin port all the same.",
      observability.metrics === "none" ? ["observability.metrics"] : [],
    ),
    ...say(
      "Traces and metrics are sent by processes: units that are functions send none.",
      units.some((unit) => unit.as === "functions") ? (["metrics", "traces"] as const).filter((signal) => observability[signal] === "otlp").map((signal) => `observability.${signal}`) : [],
    ),
    ...say(
      "Alerts are generated for processes, and there are none.",
      observability.objectives !== null && !processes ? ["observability.objectives", "observability.metrics"].filter((path) => architecture.positions.has(path)) : [],
    ),
  ];
}
