import type { Location } from "../../model/diagnostic.ts";
import { lineAndColumn, lineStarts } from "../locate.ts";
import { parseFile } from "../meaning/parsed.ts";
import { calls, uses } from "./readers/calls.ts";
import { contracts } from "./readers/contracts.ts";
import { publications, reactions } from "./readers/events.ts";
import { grants } from "./readers/grants.ts";
import { routes } from "./readers/routes.ts";
import { variables } from "./readers/variables.ts";
import type { Thing, ThingReader } from "./thing.ts";

const READERS: readonly ThingReader[] = [routes, contracts, publications, reactions, calls, uses, grants, variables];

/** Only code that runs says what a system is: neither its tests nor what drives them. */
const READ = /^src\/(?!(?:.*\/)?test\/).*(?<!\.test)\.tsx?$/;

/** A word of what every reader looks for; a file that holds none is not parsed. */
const WORDS = /defineRoute|defineContract|outgoing|handle|called|grants|anonymous|env|read\.|\.\w+\(/;

export interface Read {
  readonly things: readonly Thing[];
  /** Files that no parser can follow. */
  readonly unread: readonly string[];
}

/** What was found in a text at a path, so that a text that many sides have is parsed once. */
export type Memory = Map<string, readonly Thing[] | null>;

/** All that the files of a project have, in the order of paths and places. */
export function thingsIn(files: ReadonlyMap<string, string>, memory: Memory = new Map()): Read {
  const things: Thing[] = [];
  const unread: string[] = [];
  for (const path of [...files.keys()].sort()) {
    const text = files.get(path) ?? "";
    if (!READ.test(path) || !WORDS.test(text)) continue;
    const key = `${path}\n${text}`;
    const known = memory.get(key);
    const found = known === undefined ? thingsOf(path, text) : known;
    memory.set(key, found);
    if (found === null) unread.push(path);
    else things.push(...found);
  }
  return { things, unread };
}

function thingsOf(path: string, text: string): readonly Thing[] | null {
  try {
    const { source, nodes } = parseFile(path, text);
    const lines = lineStarts(text);
    return READERS.flatMap((read) =>
      read(nodes, path).map(({ node, ...thing }): Thing => {
        const at: Location = { file: path, ...lineAndColumn(lines, node.getStart(source)) };
        return { ...thing, at };
      }),
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
