import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { programWith } from "../../src/compiled.ts";

describe("a program with the bytecode of an earlier run", () => {
  const folder = mkdtempSync(join(tmpdir(), "keybeam-compiled-"));
  const store = join(folder, "store", "of-a-command");
  afterEach(() => rmSync(join(folder, "store"), { recursive: true, force: true }));

  const save = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const outside: string[] = [];
  const run = (at: string = store): unknown => {
    const { load, keep } = programWith(at, (id) => void outside.push(id));
    const said = load(join(folder, "main.js"));
    keep();
    return said;
  };
  save("main.js", 'require("elsewhere"); const { twice } = require("./parts/twice.js"); module.exports = [twice(21), twice === require("./parts/twice.js").twice, __filename];');
  mkdirSync(join(folder, "parts"));
  save("parts/twice.js", "exports.twice = (value) => value * 2;");
  const result = [42, true, join(folder, "main.js")];

  it("loads each module once, and what is no part of it from outside", () => {
    outside.length = 0;
    expect(run()).toEqual(result);
    expect(outside).toEqual(["elsewhere"]);
  });

  it("is written once, whole, and then taken as it is", () => {
    run();
    const before = readFileSync(store);
    // Another run would write other names into it: it is not written again.
    writeFileSync(store, before);
    const { load, keep } = programWith(store, () => {});
    load(join(folder, "main.js"));
    rmSync(store);
    keep();
    expect(readdirSync(join(folder, "store"))).toEqual([]);
  });

  it("is its owner's alone to write, whatever the mask of the run", () => {
    const mask = process.umask(0);
    try {
      run();
    } finally {
      process.umask(mask);
    }
    for (const path of [join(folder, "store"), store]) expect(statSync(path).mode & 0o022).toBe(0);
  });

  it("is not taken for a text of the same length", () => {
    run();
    save("parts/twice.js", "exports.twice = (value) => value * 3;");
    expect(run()).toEqual([63, ...result.slice(1)]);
    save("parts/twice.js", "exports.twice = (value) => value * 2;");
    expect(run()).toEqual(result);
  });

  it("is not taken where any byte of it is damaged, or a part is missing, and is made anew", () => {
    run();
    const whole = readFileSync(store);
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at] = ~(damaged[at] ?? 0);
      for (const bytes of [damaged, whole.subarray(0, at)]) {
        writeFileSync(store, bytes);
        expect(run()).toEqual(result);
        expect(readFileSync(store).equals(bytes)).toBe(false);
      }
    }
  });

  it("is no matter where it cannot be written", () => {
    expect(run(join(folder, "main.js", "store"))).toEqual(result);
    expect(readdirSync(folder).sort()).toEqual(["main.js", "parts"]);
  });
});
