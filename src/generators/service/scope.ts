import { hasOwnData, holdsSubjects } from "../privacy.ts";
import type { Architecture, Entity, LayerRole, Resource, Service, TypeDeclaration } from "../../model/architecture.ts";

/** The service at hand and what its generators ask about it. */
export interface Scope {
  readonly architecture: Architecture;
  readonly service: Service;
  /** Folder of the service, or of one of its layers under the name that the spec gives it. */
  readonly folder: (role?: LayerRole | "test") => string;
  /** @throws where there is no such entity: the spec room resolves every name */
  readonly entity: (name: string) => Entity;
  readonly type: (name: string) => TypeDeclaration;
  /** Entities with a repository of their own: all that no other owns. */
  readonly roots: readonly Entity[];
}

export const scopeOf = (service: Service, architecture: Architecture): Scope => ({
  architecture,
  service,
  folder: (role) => `src/services/${service.name}${role === undefined ? "" : `/${layerFolder(architecture, role)}`}`,
  entity: (name) => found(service.entities, name),
  type: (name) => found(service.types, name),
  roots: service.entities.filter((entity) => entity.ownedBy === null),
});

export const resourceOf = (scope: Scope, entity: Pick<Entity, "name">): Resource | null =>
  scope.service.api.resources.find((resource) => resource.entity === entity.name) ?? null;

const found = <Item extends { readonly name: string }>(items: readonly Item[], name: string): Item => {
  const item = items.find((one) => one.name === name);
  if (item === undefined) throw new Error(`no ${name}`);
  return item;
};

/** The folder of a role: the layer that plays it, by the name that the spec gives it. Use cases and repositories have one file an entity, so the latter get a folder of their own in one that they share. */
export const layerFolder = (architecture: Architecture, role: LayerRole | "test"): string => {
  const layer = architecture.layers.find((one) => role !== "test" && one.role.includes(role));
  if (layer === undefined) return role;
  return role === "data" && layer.role.includes("application") ? `${layer.name}/data` : layer.name;
};

/** Whether other parts of the system ask it what it holds about users. */
export const answersForUsers = ({ architecture, service }: Scope): boolean => hasOwnData(architecture) && holdsSubjects(service);
