import type { GeneratedFile } from "../../model/file-tree.ts";
import { copied, render } from "../render/index.ts";
import type { PlatformView } from "./view.ts";

const FOLDER = "src/platform";
const RENDERED = ["auth/published-keys.ts", "gateway/forward.ts", "gateway/gateway.ts", "gateway/upstream.ts", "remote/peers.ts"];

/** What only several units need: the way in, keys over HTTP, databases apart. */
export const severalUnitsFiles = (view: PlatformView): readonly GeneratedFile[] => [
  ...copied("microservices"),
  ...RENDERED.map((name) => merged(name, render(`microservices/${FOLDER}/${name}.hbs`, view))),
  // Services that call one another have the breaker in the kernel; else the gateway alone has use for it.
  ...(view.calls ? [] : [merged("gateway/breaker.ts", breaker())]),
];

const merged = (name: string, content: string): GeneratedFile => ({ path: `${FOLDER}/${name}`, content, ownership: "merged" });

const breaker = (): string =>
  copied("platform", (path) => path === "src/platform/kernel/breaker.ts").map((file) => file.content).join("");
