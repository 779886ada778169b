import type { Architecture, Job, Service } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const unfitJob: SpecRule = {
  id: "unfit-job",
  severity: "error",
  find: (architecture) =>
    architecture.services.flatMap((service) => service.jobs.flatMap((job) => found(service, job, architecture))),
};

/** The clock says when, and nothing else: whatever a job runs must do without input. */
function found(service: Service, job: Job, architecture: Architecture) {
  const operation = service.operations.find(({ name }) => name === job.operation);
  if (operation === undefined) return [];
  const wanted = operation.transition === null ? operation.input.filter((field) => !field.optional && field.default === undefined) : [];
  if (operation.transition === null && wanted.length === 0) return [];
  const why = operation.transition === null ? `needs ${wanted.map(({ name }) => shown(name)).join(", ")}` : "moves one entity, and no clock says which";
  const at = locate(architecture, `services.${service.name}.jobs.${job.name}.do`);
  return [
    problem("unfit-job", at, `${shown(job.operation)} ${why}.`, {
      help: "Write an operation without input that finds what is due, and let the job run that.",
    }),
  ];
}
