import type { Architecture } from "../model/architecture.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { kebab, plural } from "../model/names.ts";
import { problem, shown } from "./diagnose.ts";
import { locate } from "./facts/place.ts";
import { split, subjectOf } from "./lost.ts";

interface Meant {
  readonly singular: string;
  readonly entity: string;
  /** Where the entity is declared, as a path of the spec. */
  readonly path: string;
}

/** Findings that miss an entity which is there in the plural come down to one, at the entity: its name is the mistake. */
export function singularsMeant(found: readonly Diagnostic[], architecture: Architecture): readonly Diagnostic[] {
  const causes = new Map<string, { readonly meant: Meant; readonly asked: Diagnostic[] }>();
  const others = found.filter((one) => {
    const meant = one.rule === "unknown-name" || one.rule === "unmatched-grant" ? pluralOf(one, architecture) : null;
    if (meant === null) return true;
    const cause = causes.get(meant.path) ?? { meant, asked: [] };
    causes.set(meant.path, cause);
    cause.asked.push(one);
    return false;
  });
  return [...others, ...[...causes.values()].map(({ meant, asked }) => pluralProblem(meant, asked, architecture))];
}

function pluralOf(diagnostic: Diagnostic, { services }: Architecture): Meant | null {
  const singular = split(subjectOf(diagnostic)).find((word) => /^[A-Z]/.test(word));
  if (singular === undefined || services.some(({ entities }) => entities.some(({ name }) => name === singular)))
    return null;
  for (const service of services) {
    const entity = service.entities.find(({ name }) => name !== singular && kebab(name) === plural(kebab(singular)));
    if (entity !== undefined)
      return { singular, entity: entity.name, path: `services.${service.name}.entities.${entity.name}` };
  }
  return null;
}

function pluralProblem(
  { singular, entity, path }: Meant,
  asked: readonly Diagnostic[],
  architecture: Architecture,
): Diagnostic {
  return problem(
    "plural-entity",
    locate(architecture, path),
    `The entity ${shown(entity)} has a plural as its name, and the spec speaks of ${shown(singular)} elsewhere.`,
    {
      help: `Name the entity ${shown(singular)}.`,
      related: asked.map(({ at }) => ({ message: `here it is ${shown(singular)}`, at })),
    },
  );
}
