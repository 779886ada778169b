import { expect, it } from "vitest";
import { buildGraph } from "../../src/check/build-graph.ts";
import { projectOf } from "../../src/check/index.ts";
import { lineAndColumn, lineStarts, placeIn } from "../../src/check/locate.ts";
import { architectureOf } from "./project.ts";

it("finds each place of a long file whatever was asked before, and reads it a few times alone", async () => {
  const text = Array.from({ length: 3000 }, (_, line) => `// ${"x".repeat(line % 50)}`).join("\n");
  const project = projectOf(new Map([["src/a.ts", text]]));
  let reads = 0;
  const counted = { ...project, read: (path: string) => {
    reads++;
    return project.read(path);
  } };
  const { files: [file] } = await buildGraph(architectureOf('keybeam: 1\nname: x\ntopology: monolith\nlayers: { all: { paths: ["src/**"] } }\n'), counted);
  if (file === undefined) throw new Error("no file");
  const starts = lineStarts(text);
  const before = reads;
  for (let offset = 0; offset <= text.length; offset += 501) expect(placeIn(file, offset)).toEqual(lineAndColumn(starts, offset));
  for (const offset of [text.length, 0, 7, 40_000]) expect(placeIn(file, offset)).toEqual(lineAndColumn(starts, offset));
  expect(reads - before).toBeLessThan(8);
});
