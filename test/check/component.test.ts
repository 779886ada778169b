import { expect, it } from "vitest";
import { extract } from "../../src/check/extract/index.ts";
import { checkFiles, inShort } from "./project.ts";

const vue = `<!-- <script>import "no-1"</script> -->
<template><a :href="x">import "no-2"</a></template>
<script lang="ts">import type { A } from "types"</script>
<script setup lang="ts">
import b from "./b.vue";
const c = <A>(await import("later"));
</script>
<style>@import "no-3";</style>
`;

it.each(["a.vue", "a.svelte"])(
  "reads the scripts of %s, and nothing else, each import where it stands",
  async (path) => {
    const found = (await extract(path, vue))?.imports ?? [];
    expect(found.map(({ form, specifier, typeOnly }) => [form, specifier, typeOnly])).toEqual([
      ["import", "types", true],
      ["import", "./b.vue", false],
      ["dynamic", "later", false],
    ]);
    for (const { specifier, start, end } of found) expect(vue.slice(start, end)).toBe(`"${specifier}"`);
  },
);

it("holds components to the layers", async () => {
  const spec = `keybeam: 1\nname: plain\nlayers:\n  low: { paths: ["low/**"] }\n  high: { paths: ["high/**"] }\n`;
  const files = {
    "low/a.vue": `<p/>\n<script>\nimport B from "../high/b.svelte"\n</script>`,
    "high/b.svelte": "<p>hello</p>",
  };
  expect(inShort(await checkFiles(spec, files))).toEqual(["layer-uses low/a.vue:3"]);
});

it("ends soon on markup that never closes", async () => {
  const texts = ["<script>".repeat(200_000), "<!--".repeat(200_000), `${"<script></script>".repeat(100_000)}<script`];
  for (const text of texts) expect(await extract("a.vue", text)).toEqual({ imports: [], ignores: [] });
}, 5_000);
