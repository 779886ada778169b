import type { Architecture, Entity, Service } from "../model/architecture.ts";

/** An entity whose rows are about one user each. */
export interface Subjected {
  readonly service: Service;
  readonly entity: Entity;
  /** The entity of whose rows the subject field holds ids; null where it holds users' ids. */
  readonly of: { readonly service: string; readonly entity: string } | null;
}

/** The entities with a subject, those that refer to others of them before these. */
export const subjected = (architecture: Architecture): readonly Subjected[] => {
  const all = architecture.services.flatMap((service) =>
    service.entities.flatMap((entity): readonly Subjected[] => (entity.subject === null ? [] : [{ service, entity, of: subjectOf(architecture, service, entity) }])));
  const placed: Subjected[] = [];
  for (;;) {
    const open = all.filter((one) => !placed.includes(one));
    // A circle is begun anywhere.
    const next = open.find((one) => !open.some((other) => other !== one && refersTo(other, one))) ?? open[0];
    if (next === undefined) return placed;
    placed.push(next);
  }
};

/** Whether some rows of a service are about a user each. */
export const holdsSubjects = ({ entities }: Pick<Service, "entities">): boolean => entities.some(({ subject }) => subject !== null);

export const hasSubjects = ({ services }: Architecture): boolean => services.some(holdsSubjects);

/** Whether users themselves may fetch and erase what is held about them. A rule sees to it that there are users. */
export const hasOwnData = (architecture: Architecture): boolean => architecture.auth.ownData && hasSubjects(architecture);

/** Names of the services that are asked where a user does so, sorted. */
export const ownDataHolders = (architecture: Architecture): readonly string[] =>
  hasOwnData(architecture) ? architecture.services.filter(holdsSubjects).map(({ name }) => name).sort() : [];

const subjectOf = ({ auth }: Architecture, service: Service, entity: Entity): Subjected["of"] => {
  const type = entity.fields.find(({ name }) => name === entity.subject)?.type;
  if (type?.kind !== "entity" && type?.kind !== "foreign") return null;
  const of = { service: type.kind === "foreign" ? type.service : service.name, entity: type.entity };
  return auth.user?.service === of.service && auth.user.entity === of.entity ? null : of;
};

const refersTo = (from: Subjected, to: Subjected): boolean =>
  from.entity.fields.some(({ type }) =>
    (type.kind === "foreign" && type.service === to.service.name && type.entity === to.entity.name) ||
    ((type.kind === "entity" || type.kind === "set") && from.service === to.service && type.entity === to.entity.name));
