import { type Memory, type Read, thingsIn } from "./things.ts";
import type { Thing } from "./thing.ts";

export type { Thing, ThingKind } from "./thing.ts";

/** The texts of a project's files by path: as the spec asks for them, as they are, and as they will be once the project is generated. */
export interface Sides {
  readonly said: ReadonlyMap<string, string>;
  readonly code: ReadonlyMap<string, string>;
  readonly coming: ReadonlyMap<string, string>;
  /** Services that each service calls, and of them the operations: `orders → catalog`, `orders → catalog.reserveStock`. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * One thing in which spec and code are apart. `missing`: the code lacks what the spec says · `extra`: the code has what the spec does not ask for ·
 * `other`: both have it, and not alike · `unreadable`: the code computes what it is.
 */
export interface Drift {
  readonly apart: "missing" | "extra" | "other" | "unreadable";
  /** As the code has it; as the spec would have it where the code lacks it. */
  readonly thing: Thing;
  /** Of what is not alike: each key with the spec's value and the code's. */
  readonly differences: readonly { readonly key: string; readonly said: string | null; readonly found: string | null }[];
  /** Whether generating the project mends it. */
  readonly mended: boolean;
}

export interface Drifts {
  /** By kind of thing and name. */
  readonly drifts: readonly Drift[];
  /** How many things the spec asks for, and how many the code has. */
  readonly counts: { readonly said: number; readonly found: number };
  readonly unread: readonly string[];
}

/** Compares a spec, by the code that it asks for, with the code that there is, both ways. Pure. */
export function driftBetween({ said, code, coming, allowed }: Sides): Drifts {
  const memory: Memory = new Map();
  const [wanted, found, later] = [said, code, coming].map((files) => thingsIn(files, memory)).map((read) => ({ ...read, things: read.things.filter((thing) => !isSilent(thing, allowed)) }));
  if (wanted === undefined || found === undefined || later === undefined) throw new Error("three sides were read");
  const [asked, there, then] = [byName(wanted), byName(found), byName(later)];
  const drifts = [
    ...[...asked].flatMap(([key, thing]) => (there.has(key) ? [] : [driftOf("missing", thing, then.has(key))])),
    ...[...there].flatMap(([key, thing]) => (asked.has(key) ? [] : [driftOf("extra", thing, !then.has(key))])),
    ...[...there].flatMap(([key, thing]) => {
      const differences = differencesOf(asked.get(key), thing);
      return differences.length === 0 ? [] : [{ ...driftOf("other", thing, differencesOf(asked.get(key), then.get(key)).length === 0), differences }];
    }),
    ...unreadable(wanted, found).map((thing) => driftOf("unreadable", thing, false)),
  ];
  return { drifts: withMoved(drifts), counts: { said: asked.size, found: there.size }, unread: found.unread };
}

/** Of calls within a service's code only those count that go to another service, and that the spec does not allow. */
function isSilent({ kind, name }: Thing, allowed: ReadonlySet<string>): boolean {
  return kind === "use" && (name === null || allowed.has(name) || !allowed.has(name.replace(/\.[^.]*$/, "")));
}

/** A route that is missing and one that is too many, of one operation, are one route that was moved. */
function withMoved(drifts: readonly Drift[]): readonly Drift[] {
  const gone = new Map(drifts.flatMap((one) => (one.apart === "missing" && one.thing.kind === "route" ? [[one.thing.details["operation"], one] as const] : [])));
  const moved = new Set<Drift>();
  const joined = drifts.map((one): Drift => {
    const was = one.apart === "extra" && one.thing.kind === "route" ? gone.get(one.thing.details["operation"]) : undefined;
    if (was === undefined || one.thing.details["operation"] === undefined) return one;
    moved.add(was);
    return { ...one, apart: "other", differences: [{ key: "the route", said: was.thing.name, found: one.thing.name }], mended: one.mended && was.mended };
  });
  return joined.filter((one) => !moved.has(one));
}

const driftOf = (apart: Drift["apart"], thing: Thing, mended: boolean): Drift => ({ apart, thing, differences: [], mended });

/** Of the things that the code computes those beyond what the spec's own rendering has in that file. */
function unreadable(wanted: Read, found: Read): readonly Thing[] {
  const computed = ({ things }: Read): readonly Thing[] => things.filter(({ name }) => name === null);
  return computed(found).filter((thing, _, all) => {
    const alike = (one: Thing): boolean => one.kind === thing.kind && one.at.file === thing.at.file;
    return all.filter(alike).length > computed(wanted).filter(alike).length;
  });
}

/** The first of each name: the same operation may be published or read in many places. */
function byName({ things }: Read): ReadonlyMap<string, Thing> {
  const found = new Map<string, Thing>();
  for (const thing of things) {
    const key = `${thing.kind} ${thing.name}`;
    if (thing.name !== null && !found.has(key)) found.set(key, thing);
  }
  return found;
}

function differencesOf(said: Thing | undefined, found: Thing | undefined): Drift["differences"] {
  if (said === undefined || found === undefined) return [];
  const keys = [...new Set([...Object.keys(said.details), ...Object.keys(found.details)])].sort();
  return keys.map((key) => ({ key, said: said.details[key] ?? null, found: found.details[key] ?? null })).filter((one) => one.said !== one.found);
}
