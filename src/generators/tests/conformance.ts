import type { Architecture } from "../../model/architecture.ts";
import type { GeneratedFile } from "../../model/file-tree.ts";
import { camel, copied, render } from "../render/index.ts";
import { naturally } from "../service/code/imports.ts";

/** One suite for every contract that somebody calls, over every binding that the units use. */
export const conformanceTest = (architecture: Architecture): readonly GeneratedFile[] => {
  const called = new Set(architecture.services.flatMap((service) => service.calls.map((call) => call.target)));
  const services = architecture.services.filter((service) => called.has(service.name));
  if (services.length === 0) return [];
  const severalUnits = architecture.units.length > 1;
  const functions = severalUnits && architecture.units.some((unit) => unit.as === "functions");
  const view = {
    severalUnits,
    functions,
    contracts: services
      .map((service) => ({
        name: `${camel(service.name)}Contract`,
        path: `../src/services/${service.name}/contract.ts`,
      }))
      .sort((a, b) => naturally(a.path, b.path)),
  };
  const content = render("tests/test/conformance.test.ts.hbs", view);
  return [
    { path: "test/conformance.test.ts", content, ownership: "merged" },
    ...copied("conformance", (path) => {
      if (path.endsWith("/functions.ts")) return functions;
      return severalUnits || !path.endsWith("/remote.ts");
    }),
  ];
};
