import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { develop, nothingRuns } from "./support/backend.ts";
import { keybeam, mustRun } from "./support/command.ts";
import { processesOf } from "./support/processes.ts";
import { contentsOf, install, newFromExample, type Project } from "./support/project.ts";
import { talkToNotes, talkToShop } from "./support/stories.ts";

const examples = [
  { example: "notes", talk: talkToNotes },
  { example: "shop", talk: talkToShop },
];

describe.each(examples)("the example $example, as keybeam new makes it", ({ example, talk }) => {
  let project: Project;
  beforeAll(() => {
    project = newFromExample(example);
    install(project);
  });
  afterAll(() => project.remove());

  test("is not changed by a second generate", () => {
    const before = contentsOf(`${project.folder}/src`);
    const { stdout } = keybeam(["generate"], { cwd: project.folder });
    expect(contentsOf(`${project.folder}/src`)).toEqual(before);
    expect(stdout).not.toMatch(/conflict/u);
  });

  test("is clean to the linter, the layers and the compiler", () => {
    mustRun("npm", ["run", "lint"], { cwd: project.folder });
    mustRun("npm", ["run", "check"], { cwd: project.folder });
    mustRun("npm", ["run", "build"], { cwd: project.folder });
  });

  test("passes its own tests", async () => {
    const { stdout } = mustRun("npm", ["test", "--", "--maxWorkers=100%"], { cwd: project.folder });
    expect(stdout).toMatch(/passed/u);
    await nothingRuns(project);
  });

  test("answers under npm run dev, and Ctrl-C ends all of it", async () => {
    const backend = await develop(project);
    await talk(backend);
    backend.process.signal("SIGINT");
    await backend.process.exited;
    await nothingRuns(project);
  });

  test("leaves no Postgres behind when npm run dev is killed", async () => {
    const backend = await develop(project);
    expect(processesOf(project.folder).filter((one) => one.includes("postgres"))).not.toEqual([]);
    backend.process.signal("SIGKILL");
    await backend.process.exited;
    await nothingRuns(project);
  });

  test("ends with its npm, which a signal ends alone", async () => {
    const backend = await develop(project);
    backend.process.signalAlone("SIGTERM");
    await backend.process.exited;
    await nothingRuns(project);
  });
});
