import type { Architecture } from "../model/architecture.ts";
import type { Part } from "../model/plan.ts";

/** Tells of each path of a project what it belongs to, and which units run it. */
export function partOf(architecture: Architecture): (path: string) => Part {
  const all = architecture.units.map(({ name }) => name).sort();
  const hosting = (service: string): readonly string[] => architecture.units.filter(({ services }) => services.includes(service)).map(({ name }) => name).sort();
  return (path) => {
    const [top = "", second = "", name = ""] = path.split("/");
    if (top === "src" && second === "services") return { name: `service ${name}`, units: hosting(name) };
    if (top === "src" && second === "apps" && all.includes(name)) return { name: `unit ${name}`, units: [name] };
    if (top === "src") return { name: "platform", units: all };
    if (top === "deploy") return { name: "deployment", units: [] };
    if (top === "docs") return { name: "documents", units: [] };
    if (top === "test") return { name: "tests", units: [] };
    return { name: "project", units: path === "package.json" ? all : [] };
  };
}
