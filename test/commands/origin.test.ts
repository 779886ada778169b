import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keybeamDependency } from "../../src/commands/origin.ts";
import { packageVersion } from "../../src/commands/package.ts";
import { save, temporaryFolder } from "../workspace/project.ts";

/** A folder with keybeam installed in it from somewhere, as npm writes it down. */
function installed(resolved: string | null): { readonly folder: string; readonly own: string } {
  const folder = temporaryFolder();
  save(folder, "node_modules/keybeam/package.json", '{ "name": "keybeam" }');
  const entry = resolved === null ? {} : { resolved };
  save(folder, "node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/keybeam": entry } }));
  return { folder, own: join(folder, "node_modules/keybeam") };
}

describe("what a generated package.json says of keybeam", () => {
  it("is the checkout that it was run from", () => {
    expect(keybeamDependency(temporaryFolder())).toBe(`file:${process.cwd()}`);
  });

  it("is the tarball that it was installed from", () => {
    const { folder, own } = installed("file:../keybeam-0.1.0.tgz");
    expect(keybeamDependency(temporaryFolder(), own)).toBe(`file:${join(folder, "../keybeam-0.1.0.tgz")}`);
  });

  it("is the exact version that was published", () => {
    const { own } = installed("https://registry.example/keybeam/-/keybeam-0.1.0.tgz");
    expect(keybeamDependency(temporaryFolder(), own)).toBe(packageVersion());
    expect(keybeamDependency(temporaryFolder(), installed(null).own)).toBe(packageVersion());
  });

  it("stays what the project says already", () => {
    const folder = temporaryFolder();
    save(folder, "package.json", '{ "devDependencies": { "keybeam": "9.9.9" } }');
    expect(keybeamDependency(folder)).toBe("9.9.9");
    save(folder, "package.json", "no JSON");
    expect(keybeamDependency(folder)).toBe(`file:${process.cwd()}`);
  });
});
