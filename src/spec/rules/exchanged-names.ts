import type { Architecture } from "../../model/architecture.ts";
import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

interface Named {
  readonly name: string;
  readonly was: string | null;
}

/** Things of which one may go on under another's old name, and the path that they stand under. */
interface Siblings {
  readonly at: string;
  readonly all: readonly Named[];
}

export const exchangedNames: SpecRule = {
  id: "exchanged-names",
  severity: "error",
  find: (architecture) =>
    siblingsIn(architecture).flatMap(({ at, all }) =>
      circlesOf(all).map((circle) => {
        const [first = ""] = circle;
        return problem("exchanged-names", locate(architecture, `${at}.${first}.was`), `${circle.map(shown).join(" and ")} go on under one another's names; in one step what each holds would stay under the other's.`, {
          help: `Go by a third name: let ${shown(first)} have one that is free, generate and migrate, and then give both the names that they are to have.`,
        });
      }),
    ),
};

function siblingsIn({ services }: Architecture): readonly Siblings[] {
  return [
    { at: "services", all: services },
    ...services.flatMap(({ name, entities, events, operations, types }): readonly Siblings[] => {
      const at = `services.${name}`;
      return [
        { at: `${at}.entities`, all: entities },
        { at: `${at}.events`, all: events },
        { at: `${at}.operations`, all: operations },
        ...entities.map((one) => ({ at: `${at}.entities.${one.name}.fields`, all: one.fields })),
        ...events.map((one) => ({ at: `${at}.events.${one.name}.fields`, all: one.fields })),
        ...types.map((one) => ({ at: `${at}.types.${one.name}.fields`, all: one.fields })),
      ];
    }),
  ];
}

/** The circles that old names lead round, each once, from the name that is written first. */
function circlesOf(all: readonly Named[]): readonly (readonly string[])[] {
  const before = new Map(all.flatMap(({ name, was }) => (was === null || was === name ? [] : [[name, was] as const])));
  const told = new Set<string>();
  return all.flatMap(({ name }) => {
    const way: string[] = [];
    for (let here: string | undefined = name; here !== undefined && !told.has(here) && !way.includes(here); here = before.get(here)) way.push(here);
    const isCircle = way.length > 1 && before.get(way.at(-1) ?? "") === name;
    if (isCircle) for (const one of way) told.add(one);
    return isCircle ? [way] : [];
  });
}
