/**
 * The three-way merge of one file: base is what keybeam last rendered, ours what lies on disk, theirs what it renders now. JSON and YAML
 * are merged by key, TypeScript by declaration, all else by line. What comes out was proven to hold what the user wrote, or it is a conflict.
 */
import { endsInCrlf, withLf, withLineEndsOf } from "../content.ts";
import { clashesAt, hasMarkedLines, isListOfLines, markedLines, markersAt, mergeLines } from "./lines.ts";
import { mergeTree } from "./merge-tree.ts";
import { proofFault } from "./proof.ts";
import type { Sides } from "./sides.ts";
import { parseTypeScript } from "./syntax/typescript.ts";
import { parseYaml } from "./syntax/yaml.ts";
import { conflict, type Merge, merged, type Tree } from "./tree.ts";

export type { Sides } from "./sides.ts";

export type MergedFile = { readonly content: Buffer } | { readonly conflict: string };

/** @throws where what keybeam itself rendered does not parse */
export function mergeFile(path: string, sides: Sides<Buffer>): MergedFile {
  const { ours } = sides;
  if (ours.includes(0)) return { conflict: "it is no text" };
  const [bom, text] = withoutBom(ours.toString());
  const crlf = endsInCrlf(ours);
  if (!crlf && text.includes("\r\n")) return { conflict: "its lines end in two ways" };
  const result = mergeText(path, { base: sides.base.toString(), ours: text.replaceAll("\r\n", "\n"), theirs: sides.theirs.toString() });
  if ("conflict" in result) return result;
  return { content: Buffer.from(bom + (crlf ? result.text.replaceAll("\n", "\r\n") : result.text)) };
}

/** Both sides of each clash of lines between markers, in the line ends of the file on disk. */
export function markedFile({ base, ours, theirs }: Sides<Buffer>): Buffer {
  const text = markedLines({ base: base.toString(), ours: withLf(ours).toString(), theirs: theirs.toString() });
  return withLineEndsOf(Buffer.from(text), ours);
}

/** Whether a file still has a clash in it that was put between markers. */
export const holdsMarkers = (content: Buffer): boolean => hasMarkedLines(withLf(content).toString());

/** The lines of a file, from 1, at which a clash stands between markers. */
export const markersIn = (content: Buffer): readonly number[] => markersAt(withLf(content).toString());

/** The lines of the file on disk, from 1, at which its text and the rendering clash; none where they clash by what they mean alone. */
export const clashesIn = ({ base, ours, theirs }: Sides<Buffer>): readonly number[] =>
  clashesAt({ base: base.toString(), ours: withLf(ours).toString(), theirs: theirs.toString() });

const byteOrderMark = "\u{FEFF}";

const withoutBom = (text: string): readonly [bom: string, text: string] =>
  text.startsWith(byteOrderMark) ? [byteOrderMark, text.slice(1)] : ["", text];

/** The same for texts whose lines end in `\n`. */
export function mergeText(path: string, sides: Sides<string>): Merge {
  const { base, ours, theirs } = sides;
  if (ours === base || ours === theirs) return merged(theirs);
  if (theirs === base) return merged(ours);
  const parse = parserFor(path);
  if (parse === null) return mergeLines(sides, isListOfLines(path));
  const trees = { base: parse(base), ours: parse(ours), theirs: parse(theirs) };
  for (const side of ["base", "theirs"] as const) {
    if (typeof trees[side] === "string") throw new Error(`${path}, as rendered: ${trees[side]}`);
  }
  if (typeof trees.ours === "string") return conflict(trees.ours);
  if (!allTrees(trees)) return mergeLines(sides);
  const result = mergeTree(trees);
  if ("conflict" in result) return result;
  const after = parse(result.text);
  const fault = after === null || typeof after === "string" ? "the two do not fit together" : proofFault(trees, after);
  return fault === null ? result : conflict(fault);
}

type Parser = (text: string) => Tree | string | null;

function parserFor(path: string): Parser | null {
  if (/\.([cm]?[jt]s|[jt]sx|jsonc?)$/.test(path)) return (text) => parseTypeScript(path, text);
  return /\.ya?ml$/.test(path) ? parseYaml : null;
}

const allTrees = (trees: Sides<Tree | string | null>): trees is Sides<Tree> =>
  Object.values(trees).every((tree: Tree | string | null) => tree !== null && typeof tree !== "string");
