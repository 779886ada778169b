import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import picomatch from "picomatch";
import { mustRun } from "./command.ts";

/** What a target of a Dockerfile gives, its file system a folder of this machine. */
export interface Image {
  /** What stands for `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

type Draft = { -readonly [Key in keyof Image]: Image[Key] };

interface Step {
  readonly name: string;
  readonly argument: string;
}

const stepsOf = (text: string): readonly Step[] =>
  text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .replace(/\\\n\s*/gu, " ")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ name: line.slice(0, line.indexOf(" ")), argument: line.slice(line.indexOf(" ") + 1).trim() }));

/** Whether a path of the context reaches a build: the last line of the ignore file that matches it, or a folder above it, decides. */
const reaches = (ignore: string): ((path: string) => boolean) => {
  const lines = ignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const rules = lines.map((line) => ({ keeps: line.startsWith("!"), matches: picomatch(line.replace("!", ""), { dot: true }) }));
  return (path) => {
    const above = path.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
    return rules.findLast(({ matches }) => above.some((one) => matches(one)))?.keeps ?? true;
  };
};

/**
 * Does what `docker build` does for the instructions that generated Dockerfiles have, without containers: each stage is a folder below `home`,
 * and its commands run there. An instruction that it does not know is an error.
 */
export const build = (context: string, dockerfile: string, home: string): ReadonlyMap<string, Image> => {
  const stages = new Map<string, Image>();
  const visible = reaches(readFileSync(`${dockerfile}.dockerignore`, "utf8"));
  let here: Draft | null = null;
  for (const { name, argument } of stepsOf(readFileSync(dockerfile, "utf8"))) {
    if (name === "FROM") {
      here = begin(argument, stages, home);
      stages.set(argument.split(" AS ")[1] ?? "", here);
    } else if (here !== null) follow(here, { name, argument }, { context, stages, visible, home });
  }
  return stages;
};

const begin = (argument: string, stages: ReadonlyMap<string, Image>, home: string): Draft => {
  const [from = "", as = ""] = argument.split(" AS ");
  const root = join(home, as);
  const base = stages.get(from);
  mkdirSync(root);
  if (base === undefined) return { root, workdir: root, env: {}, user: null, command: [], healthcheck: [] };
  mustRun("cp", ["-a", `${base.root}/.`, root], { cwd: home });
  return { ...base, root, workdir: join(root, relative(base.root, base.workdir)) };
};

interface Surroundings {
  readonly context: string;
  readonly stages: ReadonlyMap<string, Image>;
  readonly visible: (path: string) => boolean;
  readonly home: string;
}

const words = (argument: string): readonly string[] => (argument.startsWith("[") ? (JSON.parse(argument) as string[]) : []);

const follow = (image: Draft, { name, argument }: Step, around: Surroundings): void => {
  if (name === "WORKDIR") {
    image.workdir = join(image.root, argument);
    mkdirSync(image.workdir, { recursive: true });
  } else if (name === "ENV") {
    image.env = { ...image.env, ...Object.fromEntries(argument.split(/\s+/u).map((pair) => pair.split("=") as [string, string])) };
  } else if (name === "USER") {
    const [uid = 0, gid = 0] = argument.split(":").map(Number);
    image.user = { uid, gid };
  } else if (name === "CMD") image.command = words(argument);
  else if (name === "HEALTHCHECK") image.healthcheck = words(argument.replace(/^(?:--\S+\s+)*CMD\s+/u, ""));
  else if (name === "COPY") copy(image, argument, around);
  else if (name === "RUN") {
    const env = { ...image.env, npm_config_cache: join(around.home, "npm-cache") };
    mustRun("sh", ["-c", argument.replace(/^--mount=\S+\s+/u, "")], { cwd: image.workdir, env });
  } else if (name !== "EXPOSE" && name !== "STOPSIGNAL") throw new Error(`a Dockerfile with ${name}`);
};

const copy = (image: Image, argument: string, { context, stages, visible }: Surroundings): void => {
  const parts = argument.split(/\s+/u);
  const from = /^--from=(.+)$/u.exec(parts[0] ?? "")?.[1];
  const [target = ".", ...reversed] = parts.slice(from === undefined ? 0 : 1).reverse();
  const source = from === undefined ? context : stages.get(from)?.root;
  if (source === undefined) throw new Error(`no stage ${from}`);
  for (const path of reversed) {
    const to = join(image.workdir, target, target.endsWith("/") ? basename(path) : "");
    const filter = (file: string): boolean => from !== undefined || file === source || visible(relative(source, file));
    cpSync(join(source, path), to, { recursive: true, filter, verbatimSymlinks: true });
  }
};
