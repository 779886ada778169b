import { expect, it } from "vitest";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const service = (name: string, more = ""): string => `  ${name}: { ${more}entities: { ${name === "memos" ? "Memo" : "Note"}: { fields: { title: string(1..80) } } } }\n`;
const spec = (...services: readonly string[]): string => `keybeam: 1\nname: desk\nservices:\n${services.join("")}auth: { model: none }\n`;

it("a service goes on under another name, but not under that of one whose tables are still there", async () => {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", spec(service("notes"), service("memos")));
  expect((await keybeam(folder, ["generate"])).code).toBe(0);
  save(folder, "architecture.yaml", spec(service("notes")));
  expect((await keybeam(folder, ["generate"])).code).toBe(0);
  save(folder, "architecture.yaml", spec(`  memos: { was: notes, entities: { Note: { fields: { title: string(1..80) } } } }\n`));
  for (const command of ["plan", "generate"]) {
    const { code, stderr } = await keybeam(folder, [command]);
    expect({ command, code }).toEqual({ command, code: 2 });
    expect(stderr).toContain("notes cannot go on as memos");
  }
  save(folder, "architecture.yaml", spec(`  papers: { was: notes, entities: { Note: { fields: { title: string(1..80) } } } }\n`));
  expect((await keybeam(folder, ["generate"])).code).toBe(0);
  expect((await keybeam(folder, ["plan"])).code).toBe(0);
});
