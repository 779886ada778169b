import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { adviceOnExtra } from "../../src/commands/diff/advice.ts";
import { save, temporaryFolder } from "../workspace/project.ts";
import { keybeam } from "./io.ts";

const notes = readFileSync("examples/notes/architecture.yaml", "utf8");
const routes = "src/services/notes/api/notes.routes.ts";

async function project(): Promise<string> {
  const folder = temporaryFolder();
  save(folder, "architecture.yaml", notes);
  await keybeam(folder, ["generate"]);
  return folder;
}

it("ends in 0 where nothing is apart, in 1 where something is, in 2 where it cannot tell", async () => {
  const folder = await project();
  const same = await keybeam(folder, ["diff"]);
  expect([same.code, same.stderr]).toEqual([0, ""]);
  expect(same.stdout).toMatch(/^0 errors, 0 warnings; (\d+) asked, \1 found, \d+ files\n$/);

  const text = readFileSync(join(folder, routes), "utf8");
  save(folder, routes, text.replace('method: "DELETE"', 'method: "PUT"').replace("timeoutMs: 5_000", "timeoutMs: 9_000"));
  save(folder, "src/platform/mine.ts", 'export const mine = (server: Server) => server.get("/mine", async () => process.env["MINE"]);\n');
  save(folder, "architecture.yaml", notes.replace("pinned: bool", "stars: int(1..5) = 3, pinned: bool").replace("create, update", "create"));
  const apart = await keybeam(folder, ["diff"]);
  expect(apart.code).toBe(1);
  expect(apart.stdout).toMatch(new RegExp(`error differs-from-spec ${routes}:\\d+:3 The route \`GET /v1/notes\` is another here: timeoutMs is 9000, and 5000 by the spec\\.`));
  expect(apart.stdout).toMatch(new RegExp(`error differs-from-spec ${routes}:\\d+:3 The route \`PUT /v1/notes/:id\` is another here: it is \`DELETE /v1/notes/:id\` by the spec\\.`));
  expect(apart.stdout).toMatch(/error not-in-spec src\/platform\/mine\.ts:1:41 The code has the route `GET \/mine`/);
  expect(apart.stdout).toMatch(/warning not-in-spec src\/platform\/mine\.ts:1:73 The code has the variable `MINE`/);
  expect(apart.stdout).toMatch(/The code has the route `PATCH \/v1\/notes\/:id`[^\n]*\n(?: {2}.*\n)* {2}help: `keybeam generate` takes it out/);
  save(folder, "architecture.yaml", "keybeam: 2\n");
  expect((await keybeam(folder, ["diff"])).code).toBe(2);
});

it("recommends an operation for a route that is no action of a resource, and the action for one that is", () => {
  const adviceOn = (name: string, operation: string): string =>
    adviceOnExtra({ apart: "extra", mended: false, differences: [], thing: { kind: "route", name, details: { operation }, at: { file: routes, line: 1, column: 1 } } });
  expect(adviceOn("GET /v1/reviews/best", "catalog.Review.best")).toBe('Take it out of the code, or into the spec: keybeam add operation catalog.best --http "GET /reviews/best" --kind query');
  expect(adviceOn("POST /v1/reviews/:id/hide", "catalog.hide")).toMatch(/ keybeam add operation catalog\.hide --http "POST \/reviews\/:id\/hide"$/);
  expect(adviceOn("DELETE /v1/reviews/:id", "catalog.Review.delete")).toMatch(/ `delete` in services\.catalog\.api\.resources\.Review$/);
});

it("points at the spec for what the code lacks, and says how it comes back", async () => {
  const folder = await project();
  rmSync(join(folder, routes));
  const validate = new Ajv().compile(JSON.parse(readFileSync("schemas/report.schema.json", "utf8")));
  const { code, stdout } = await keybeam(folder, ["diff", "--format", "json"]);
  const report: unknown = JSON.parse(stdout);
  expect([code, validate(report), validate.errors]).toEqual([1, true, null]);
  const line = notes.split("\n").findIndex((one) => one.includes("resources")) + 1;
  expect(report).toMatchObject({
    command: "diff",
    diagnostics: expect.arrayContaining([
      expect.objectContaining({
        rule: "not-in-code",
        message: `The spec asks for the route \`DELETE /v1/notes/:id\`, and the code has none in ${routes}.`,
        at: expect.objectContaining({ file: "architecture.yaml", line }),
        help: `It was taken out of the code by hand: take it out of the spec too, or \`keybeam generate --restore ${routes}\` writes the file again.`,
      }),
    ]),
  });
  expect((await keybeam(folder, ["generate", "--restore", routes])).code).toBe(0);
  expect((await keybeam(folder, ["diff"])).code).toBe(0);
});
