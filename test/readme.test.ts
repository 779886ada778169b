import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

describe("the README", () => {
  const mapped = [...readme.matchAll(/^\| `([\w/]+\/)` \|/gmu)].map(([, folder = ""]) => folder);

  test("maps folders that are there", () => {
    expect(mapped.length).toBeGreaterThan(8);
    expect(mapped.filter((folder) => !existsSync(root + folder))).toEqual([]);
  });

  test("maps every room", () => {
    const rooms = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(mapped).toEqual(expect.arrayContaining(rooms.map((room) => `src/${room.name}/`)));
  });

  test("names scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };
    const own = readme.slice(0, readme.indexOf("## The first minute"));
    const named = [...own.matchAll(/npm (?:run )?(\w+)/gu)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "ci");
    expect(named.length).toBeGreaterThan(1);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test("shows the smallest example as it is", () => {
    expect(readme).toContain(readFileSync(`${root}examples/notes/architecture.yaml`, "utf8").trim());
  });
});
