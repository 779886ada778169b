// What whoever runs it needs: ports, health, ends, clocks, rights.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "../rig/check.mjs";
import { createClient } from "../rig/client.mjs";
import { withProxy } from "../rig/between.mjs";
import { publicUnit, startCopy } from "../rig/copy.mjs";
import { eventually, pause, unitsOf } from "../rig/system.mjs";

/** The unit that clients speak to, or the reason why there is none to copy. */
export function front(rig, check) {
  const unit = publicUnit(rig);
  return unit ?? check.notApplicable("what clients speak to is the emulator of a cloud, and no process of ours");
}

/** A unit that works with a database, or the reason why none is a process. */
function stored(rig, check) {
  const unit = unitsOf(rig.folder).find(({ environment, name }) => environment["DATABASE_URL"] !== undefined && name !== "gateway" && environment["PORT"] !== undefined);
  return unit ?? check.notApplicable("no process of ours works with a database");
}

export const health = async (url, path) => {
  const response = await fetch(url + path, { signal: AbortSignal.timeout(5_000) });
  return { status: response.status, text: await response.text() };
};

/** Addresses that a process listens on, by the kernel's own table. */
function listeners(pid) {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && inodes.has(inode))
      .map(([, local]) => local.split(":")[0]),
  );
}

const preload = (rig, name, text) => {
  const file = join(rig.folder, ".black-box", `${name}.mjs`);
  writeFileSync(file, text);
  return `./.black-box/${name}.mjs`;
};

export const parsedLines = (copy) =>
  copy.lines().flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });

export default [
  {
    id: "B58",
    title: "a port that is taken is said, and nobody else is invited",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const taken = await startCopy(rig, unit, { env: { PORT: unit.environment["PORT"] } });
      const code = await taken.exited;
      check.that(code !== 0, `it ended with ${code}`);
      check.that(/EADDRINUSE/.test(taken.text()) && /PORT/.test(taken.text()), `it says ${taken.text().slice(-300)}`);
      const broken = await startCopy(rig, unit, { env: { PORT: "abc" } });
      check.that((await broken.exited) !== 0 && /PORT/.test(broken.text()), `with PORT=abc it says ${broken.text().slice(-300)}`);
      for (const { pid, name } of unitsOf(rig.folder)) for (const address of listeners(pid)) check.that(address === "0100007F", `${name} listens on ${address}`);
    },
  },
  {
    id: "B59",
    title: "alive is not ready",
    run: async (rig, check) => {
      const unit = stored(rig, check);
      const { proxy, env } = await withProxy(unit);
      const copy = await startCopy(rig, unit, { env });
      await copy.ready();
      proxy.cut();
      await eventually("it is not ready", async () => (await health(copy.adminUrl, "/readyz")).status === 503, 20_000);
      const unready = await health(copy.adminUrl, "/readyz");
      check.that(/database/.test(unready.text), `it names no check: ${unready.text}`);
      check.that(!/ECONN|127\.0\.0\.1|at /.test(unready.text), `it tells of the inside: ${unready.text}`);
      check.that((await health(copy.adminUrl, "/livez")).status === 200, "it says that it is dead");
      const asked = createClient(copy.url, (answer) => rig.answers.push({ ...answer, route: "" }));
      const route = rig.routes.find(({ method, open, path, service }) => method === "GET" && !open && path.length === 0 && unit.environment["PORT"] !== undefined && service !== "accounts");
      const answer = await asked.send({ path: route?.template ?? "/", token: rig.operator() });
      check.that([503, 504, 404].includes(answer.status), () => `without its database it answers ${excerpt(answer)}`);
      proxy.mend();
      const begun = performance.now();
      await eventually("it is ready again", async () => (await health(copy.adminUrl, "/readyz")).status === 200, 20_000);
      check.that(performance.now() - begun < 5_000, `ready again after ${Math.round(performance.now() - begun)} ms`);
      check.that(!copy.ended(), "it ended");
      asked.close();
      await copy.stop();
      proxy.close();
    },
  },
  {
    id: "B60",
    title: "it waits for what it needs",
    run: async (rig, check) => {
      const unit = stored(rig, check);
      const { proxy, env } = await withProxy(unit);
      proxy.cut();
      const copy = await startCopy(rig, unit, { env });
      await pause(10_000);
      if (copy.ended()) {
        // A limit of its own, after which whoever runs it starts it again, is as good where it is said.
        check.that((await copy.exited) !== 0 && /database|connect/i.test(copy.text()), `it ended, and says ${copy.text().slice(-300)}`);
      } else {
        check.that((await health(copy.adminUrl, "/readyz").catch(() => ({ status: 503 }))).status === 503, "it is ready without its database");
        proxy.mend();
        await copy.ready(30_000);
        check.that(true, "");
      }
      await copy.stop();
      proxy.close();
    },
  },
  {
    id: "B62",
    title: "the first process of a container",
    run: async (rig, check) => {
      const unit = front(rig, check);
      if (spawnSync("unshare", ["-pf", "--mount-proc", "true"]).status !== 0) check.notApplicable("this machine gives no namespaces");
      const copy = await startCopy(rig, unit, { wrap: ["unshare", "-pf", "--kill-child", "--mount-proc"] });
      await copy.ready();
      const [inner] = readFileSync(`/proc/${copy.child.pid}/task/${copy.child.pid}/children`, "utf8").trim().split(" ");
      check.that(/^NSpid:.*\b1$/m.test(readFileSync(`/proc/${inner}/status`, "utf8")), "it is not the first of its namespace");
      process.kill(Number(inner), "SIGTERM");
      const code = await Promise.race([copy.exited, pause(20_000)]);
      check.that(code === 0, `told to stop it ended with ${code}`);
      check.that(/"stopped"/.test(copy.text()), "it does not say that it stopped");
    },
  },
  {
    id: "B63",
    title: "what nobody caught ends the process, and says so",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const fault = preload(rig, "fault", 'process.on("SIGUSR2", () => void Promise.reject(new Error("planted")));\n');
      const copy = await startCopy(rig, unit, { preload: fault });
      await copy.ready();
      copy.child.kill("SIGUSR2");
      const code = await Promise.race([copy.exited, pause(20_000)]);
      check.that(typeof code === "number" && code !== 0, `it ended with ${code}`);
      const said = parsedLines(copy).find(({ level }) => level === "fatal");
      check.that(said !== undefined && JSON.stringify(said).includes("planted") && JSON.stringify(said).includes("fault.mjs"), `it says ${copy.text().slice(-400)}`);
      check.that((await rig.send({ path: "/openapi.json" })).status === 200, "the others are affected");
    },
  },
  {
    id: "B74",
    title: "a clock that is wrong lets nobody in",
    run: async (rig, check) => {
      const unit = front(rig, check);
      for (const hours of [2, -2]) {
        const skew = preload(rig, `clock${hours}`, `const now = Date.now;\nDate.now = () => now() + ${hours * 3_600_000};\nconst Plain = Date;\nglobalThis.Date = class extends Plain { constructor(...given) { given.length === 0 ? super(Plain.now()) : super(...given); } };\n`);
        const copy = await startCopy(rig, unit, { preload: skew });
        await copy.ready();
        const client = createClient(copy.url, (answer) => rig.answers.push({ ...answer, route: "" }));
        const route = rig.guarded.find(({ method, path }) => method === "GET" && path.length === 0);
        const answer = await client.send({ path: route?.template ?? "/x", token: rig.operator() });
        check.that(answer.status === 401, () => `${hours} h off: ${excerpt(answer)}`);
        check.that(parsedLines(copy).every(({ durationMs = 0 }) => durationMs >= 0), "a negative duration");
        client.close();
        await copy.stop();
      }
    },
  },
  {
    id: "B75",
    title: "nobody's rights on a disk that is read-only",
    run: async (rig, check) => {
      const unit = front(rig, check);
      const wrap = ["unshare", "-m", "sh", "-c", 'mount --make-rprivate / && mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec setpriv --reuid=10001 --regid=10001 --clear-groups --bounding-set=-all --no-new-privs "$@"', rig.folder];
      if (spawnSync(wrap[0], [...wrap.slice(1), "true"]).status !== 0) check.notApplicable("this machine gives no namespaces");
      execFileSync("chmod", ["a+rx", join(rig.folder, ".."), rig.folder]);
      // Where it may write.
      const copy = await startCopy(rig, unit, { wrap, env: { TMPDIR: "/tmp" } });
      await copy.ready();
      check.that(/^Uid:\s+10001/m.test(readFileSync(`/proc/${copy.child.pid}/status`, "utf8")), "it runs as somebody else");
      check.that(/^CapBnd:\s+0+$/m.test(readFileSync(`/proc/${copy.child.pid}/status`, "utf8")), "it has capabilities");
      const client = createClient(copy.url, () => undefined);
      for (const route of rig.routes.filter(({ method, path, query }) => method === "GET" && path.length === 0 && query.every(({ required }) => required !== true))) {
        const answer = await client.send({ path: route.template, token: rig.operator() });
        check.that(answer.status === 200, () => `${route.name}: ${excerpt(answer)}`);
      }
      client.close();
      await copy.stop();
    },
  },
  {
    id: "B78",
    title: "packages by exact versions, none of which runs at its installation",
    run: async (rig, check) => {
      const manifest = JSON.parse(readFileSync(join(rig.folder, "package.json"), "utf8"));
      for (const kind of ["dependencies", "devDependencies", "optionalDependencies", "overrides"]) {
        for (const [name, version] of Object.entries(manifest[kind] ?? {})) check.that(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) || name === "keybeam", `${name} is ${version}`);
      }
      const lock = join(rig.folder, "node_modules/../package-lock.json");
      const installed = join(readlinkSync(join(rig.folder, "node_modules")), "../package-lock.json");
      const { packages } = JSON.parse(readFileSync(existsSync(lock) ? lock : installed, "utf8"));
      for (const [path, one] of Object.entries(packages)) {
        if (path === "" || one.dev === true || one.link === true || one.optional === true || one.devOptional === true || !path.includes("node_modules")) continue;
        check.that(one.hasInstallScript !== true, `${path} runs a script when it is installed`);
        check.that(typeof one.integrity === "string", `${path} has no integrity`);
      }
    },
  },
];
