import type { Part } from "./message.ts";
import { relationOf, typeText } from "./types.ts";

/** One thing that became different, as a sentence without its stop. */
export interface Difference {
  readonly breaking: boolean;
  readonly says: string;
  /** Where the old spec and the new one say it, where that is not where the whole stands. */
  readonly wasAt?: string;
  readonly nowAt?: string;
}

/** What becomes of a message that clients send: one that was right must stay so. */
export function givenDifferences(was: readonly Part[], now: readonly Part[]): readonly Difference[] {
  const { pairs, added, gone } = matched(was, now);
  return [
    ...gone.map(({ path, at }) => ({ ...breaking(`\`${path}\` is taken no more`), wasAt: at })),
    ...added.map(({ path, needed, at }) => ({ ...(needed ? breaking(`\`${path}\` must be given`) : harmless(`\`${path}\` may be given`)), nowAt: at })),
    ...pairs.flatMap(([before, after]) =>
      located(before, after, [
        ...renamed(before, after),
        ...retyped(before, after, "takes", ["wider"]),
        ...(before.needed === after.needed ? [] : after.needed ? [breaking(`\`${after.path}\` must be given`)] : [harmless(`\`${after.path}\` may be left out`)]),
        ...(before.nullable === after.nullable ? [] : after.nullable ? [harmless(`\`${after.path}\` may be null`)] : [breaking(`\`${after.path}\` may not be null`)]),
      ]),
    ),
  ];
}

/** What becomes of a message that clients read: all that they rely on must stay. */
export function shownDifferences(was: readonly Part[], now: readonly Part[]): readonly Difference[] {
  const { pairs, added, gone } = matched(was, now);
  return [
    ...gone.map(({ path, at }) => ({ ...breaking(`\`${path}\` is shown no more`), wasAt: at })),
    ...added.map(({ path, at, lacking }) => ({ ...harmless(`\`${path}\` is shown${lacking === true ? ", null in rows from before" : ""}`), nowAt: at })),
    ...pairs.flatMap(([before, after]) =>
      located(before, after, [
        ...renamed(before, after),
        ...retyped(before, after, "shows", ["narrower"]),
        ...(before.nullable === after.nullable ? [] : after.nullable ? [breaking(`\`${after.path}\` may be null`)] : [harmless(`\`${after.path}\` is ${after.lacking === true ? "null in rows from before alone, and in none after `--contract`" : "never null"}`)]),
        ...(before.needed && !after.needed && !after.nullable ? [breaking(`\`${after.path}\` may be missing`)] : []),
      ]),
    ),
  ];
}

const breaking = (says: string): Difference => ({ breaking: true, says });
const harmless = (says: string): Difference => ({ breaking: false, says });

const located = (was: Part, now: Part, found: readonly Difference[]): readonly Difference[] => found.map((one) => ({ ...one, wasAt: was.at, nowAt: now.at }));

interface Matched {
  readonly pairs: readonly (readonly [was: Part, now: Part])[];
  readonly added: readonly Part[];
  readonly gone: readonly Part[];
}

/** What lies inside of something that came or went is told of with it. */
function matched(was: readonly Part[], now: readonly Part[]): Matched {
  const old = new Map(was.map((part) => [part.path, part]));
  const pairs = now.flatMap((part) => {
    const before = old.get(part.path) ?? old.get(part.was);
    return before === undefined ? [] : [[before, part] as const];
  });
  const [befores, afters] = [new Set(pairs.map(([before]) => before)), new Set(pairs.map(([, after]) => after))];
  return { pairs, added: outermost(now.filter((part) => !afters.has(part))), gone: outermost(was.filter((part) => !befores.has(part))) };
}

function outermost(parts: readonly Part[]): readonly Part[] {
  const isInside = (path: string, outer: string): boolean => path.startsWith(`${outer}.`) || path.startsWith(`${outer}[]`);
  return parts.filter(({ path }) => !parts.some((outer) => isInside(path, outer.path)));
}

/** What only moved along with the field that it lies in is told of there. */
function renamed(before: Part, after: Part): readonly Difference[] {
  return lastName(before.path) === lastName(after.path) ? [] : [breaking(`\`${before.path}\` is called \`${after.path}\``)];
}

const lastName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

function retyped(before: Part, after: Part, verb: string, fine: readonly string[]): readonly Difference[] {
  const relation = relationOf(before.type, after.type);
  if (relation === "same") return [];
  return [{ breaking: !fine.includes(relation), says: `\`${after.path}\` ${verb} ${typeText(after.type)}, where it was ${typeText(before.type)}` }];
}
