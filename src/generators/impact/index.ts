import type { Architecture, Unit } from "../../model/architecture.ts";
import type { Change, Impact } from "../../model/impact.ts";
import type { Difference } from "./differences.ts";
import { callDifferences, contractsOf, endpointsOf, representationsOf } from "./endpoints.ts";
import { environmentChanges } from "./environment.ts";
import { eventDifferences, eventsOf } from "./events.ts";
import { changesOf } from "./item.ts";
import { permissionChanges } from "./permissions.ts";

/** Texts like `.env.example`, as last rendered and as rendered now; null where there is none. */
export interface EnvironmentTexts {
  readonly was: string | null;
  readonly now: string | null;
}

/** The rendered files that name the variables which a person sets, by path. */
export const environmentPaths = [".env.example", "deploy/.env.example"] as const;

/** What a change of the spec means to those who run and call the system. What it does to a database the files say: no migrations here. */
export function impact(was: Architecture, now: Architecture, environment: readonly EnvironmentTexts[]): Impact {
  return {
    endpoints: [...changesOf(endpointsOf(was), endpointsOf(now), callDifferences), ...shownChanges(was, now)],
    contracts: changesOf(contractsOf(was), contractsOf(now), callDifferences),
    events: changesOf(eventsOf(was), eventsOf(now), eventDifferences),
    permissions: permissionChanges(was, now),
    environment: distinct(environment.flatMap((texts) => environmentChanges(texts.was, texts.now))),
    units: changesOf(was.units.map(item), now.units.map(item), unitDifferences).map((one) => ({ ...one, breaking: false })),
    migrations: [],
  };
}

/** Where an entity came or went, its endpoints say so. */
const shownChanges = (was: Architecture, now: Architecture): readonly Change[] =>
  changesOf(representationsOf(was), representationsOf(now), callDifferences).filter(({ change }) => change === "changed");

/** A variable that two files name is told of once. */
function distinct(changes: readonly Change[]): readonly Change[] {
  const byName = new Map([...changes].reverse().map((change) => [`${change.name} ${change.change}`, change]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const item = (unit: Unit) => ({ id: unit.name, was: unit.name, name: unit.name, at: `deploy.units.${unit.name}`, unit });

function unitDifferences({ unit: was }: { readonly unit: Unit }, { unit: now }: { readonly unit: Unit }): readonly Difference[] {
  const added = now.services.filter((one) => !was.services.includes(one));
  const gone = was.services.filter((one) => !now.services.includes(one));
  return [
    ...(was.as === now.as ? [] : [{ breaking: false, says: `is ${now.as}, where it was ${was.as}` }]),
    ...added.map((one) => ({ breaking: false, says: `hosts ${one}` })),
    ...gone.map((one) => ({ breaking: false, says: `hosts ${one} no more` })),
  ];
}
