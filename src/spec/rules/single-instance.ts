import type { Architecture, Unit } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { demanding, percent } from "../facts/availability.ts";
import { locate } from "../facts/place.ts";

export const singleInstance: SpecRule = {
  id: "single-instance",
  severity: "warning",
  find: (architecture) => {
    const { availability } = architecture.requirements;
    // One instance that is restarted for every release can hold no more.
    if (availability === undefined || availability <= demanding) return [];
    return architecture.units
      .filter((unit) => unit.as === "process" && isAlone(unit, architecture))
      .map(({ name, services }) =>
        problem(
          "single-instance",
          locate(architecture, placeOf(services, architecture)),
          `${shown(name)} runs as one instance, and ${percent(availability)} is promised: a release or a crash of it is an outage.`,
          {
            severity: "warning",
            help: "Let two run: `deploy: { target: kubernetes }`, and under `scale` a `min` of 2 or nothing.",
            related: [{ message: "the promise", at: locate(architecture, "requirements.availability") }],
          },
        ),
      );
  },
};

/** What the spec says of its scale, else where it says where the units run. */
function placeOf(services: readonly string[], { deploy }: Architecture): string {
  const scaled = services.find((name) => deploy.scale.has(name));
  return scaled === undefined || deploy.target === "process" ? "deploy.target" : `deploy.scale.${scaled}`;
}

/** A plain process is alone; elsewhere there are two, unless the spec asks for fewer. */
function isAlone({ services }: Unit, { deploy }: Architecture): boolean {
  if (deploy.target === "process") return true;
  const scales = services.flatMap((name) => deploy.scale.get(name) ?? []);
  return scales.length > 0 && scales.every(({ min }) => min < 2);
}
