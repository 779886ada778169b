import { callOf, layout, line, objectOf, type Source } from "./code/layout.ts";
import { typescriptString } from "../render/index.ts";
import type { Service } from "../../model/architecture.ts";
import { isAudited } from "../audited.ts";
import { dropsMonths } from "../partitions.ts";
import { aging, deletedAfter } from "../retention.ts";
import { CHORE_TIMEOUT_MS } from "../stopping.ts";
import { numberText } from "./methods.ts";
import { type EntityNames, entityNames } from "./names.ts";
import type { Scope } from "./scope.ts";

/** The largest value of each part of a cron line. */
const LAST = [59, 23, 31, 12, 7];

/** `5/15` means from five on: written as the range that it is, which every reader of such lines takes. */
const plain = (cron: string): string =>
  cron
    .trim()
    .split(/\s+/u)
    .map((part, index) => part.replaceAll(/(^|,)(\d+)\//gu, `$1$2-${LAST[index]}/`))
    .join(" ");

/** What a service runs by the clock, as its wiring lists it. */
export const jobsOf = (scope: Scope) => [...declared(scope), ...retention(scope)];

/** Batch by batch, so that a heap of old rows is gone in time and nobody waits for it. */
const OFTEN = "*/10 * * * *";

const retention = ({ service }: Scope) =>
  aging(service).map((entity) => {
    const names = entityNames(entity);
    const what = objectOf([["statement", `${names.camel}Statements.removeOld`], ["afterMs", numberText(deletedAfter(entity) ?? 0)], ...(dropsMonths(entity) ? [["months", `${names.camel}Statements.dropMonths`] as const] : [])]);
    const change = objectOf([["action", typescriptString("deleteOld")], ["id", "id"], ["at", "ports.now()"], ["from", "null"], ["to", "null"]]);
    const note = callOf("ports.auditTrail", ["transaction", "envelope", `${names.camel}Audit`, change]);
    if (isAudited(entity)) return { ...jobOf(service, names), run: notedRun(what, note) };
    const run = callOf("deleteOld", ["database", what, "ports.now()"]);
    return { ...jobOf(service, names), run: handled("(_envelope, database)", run) };
  });

const jobOf = (service: Service, names: EntityNames) => ({
  name: typescriptString(`${service.name}.deleteOld${names.plural}`),
  cron: typescriptString(OFTEN),
  zone: typescriptString("UTC"),
  timeoutMs: numberText(CHORE_TIMEOUT_MS),
});

/** What goes by itself is noted like all else. */
const notedRun = (what: Source, note: Source): string =>
  [
    "    run: (envelope, database) => {",
    line(6, "const old = ", what, ";"),
    "      return deleteOld(database, old, ports.now(), (transaction, id) =>",
    `        ${layout(note, 8, 8, 0)},`,
    "      );",
    "    },",
  ].join("\n");

const handled = (takes: string, body: Source): string => {
  const start = `    run: ${takes} =>`;
  const flat = layout(body, 4, 0, 0);
  return !flat.includes("\n") && start.length + flat.length + 2 <= 120 ? `${start} ${flat},` : `${start}\n      ${layout(body, 6, 6, 1)},`;
};

const declared = ({ service }: Scope) =>
  service.jobs.map((job) => ({
    name: typescriptString(`${service.name}.${job.name}`),
    cron: typescriptString(plain(job.cron)),
    zone: typescriptString(job.zone),
    timeoutMs: numberText(service.operations.find(({ name }) => name === job.operation)?.timeoutMs ?? 5_000),
    run: handled("(envelope, database)", `clientOf({ ...ports, database }).${job.operation}(envelope, {})`),
  }));
