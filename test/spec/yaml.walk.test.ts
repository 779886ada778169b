import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";
import { cpuMs } from "./cpu.ts";

/** Characters of a hostile file: with KEYBEAM_LONG_TESTS=1 as many as a spec may have, else a part that shows the same growth. */
const length = process.env["KEYBEAM_LONG_TESTS"] === "1" ? 1_048_000 : 60_000;

describe("the YAML of a spec", () => {
  it.each(["a,", '"', "'a ", "a: ", "\t\n", "!a ", "*a\n", "- &a\n", "---\n", "@\n", "a: |\n", "]", "?\n", "\\"])(
    "a file full of %j ends fast",
    (piece) => {
      const started = cpuMs();
      expect(
        readSpec(`layers: [${piece.repeat(Math.floor(length / piece.length))}`, "architecture.yaml")[0],
      ).toBeNull();
      expect(readSpec(piece.repeat(Math.floor(length / piece.length)), "architecture.yaml")[0]).toBeNull();
      expect(cpuMs() - started).toBeLessThan(5_000);
    },
  );
});
