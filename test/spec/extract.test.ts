import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/model/architecture.ts";
import { extractService, readSpec } from "../../src/spec/index.ts";

const services = "services: { a: {}, b: {}, c: {} }\nauth: { model: none }\n";
const head = "keybeam: 1\nname: x\n";

function read(text: string): Architecture {
  const [architecture, diagnostics] = readSpec(text, "architecture.yaml");
  if (architecture === null) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`);
  return architecture;
}

const unitsOf = (text: string): readonly string[] =>
  read(text)
    .units.filter(({ services: hosted }) => hosted.length > 0)
    .map(({ name, services: hosted, as }) => `${name}: ${hosted.join(" ")} ${as}`);

const extract = (text: string, as: "process" | "functions" = "process"): string => extractService(text, { service: "b", unit: "b", as });

const specs: readonly (readonly [what: string, spec: string, units: readonly string[]])[] = [
  ["no deploy", `${head}topology: monolith # for now\n${services}`, ["b: b process", "x: a c process"]],
  ["no topology", `${head}${services}`, ["b: b process", "x: a c process"]],
  ["no newline at the end", `${head}topology: hybrid\n${services.trimEnd()}`, ["b: b process", "x: a c process"]],
  ["deploy in lines, without units", `${head}topology: monolith\ndeploy:\n  # where\n  target: compose # here\n${services}`, ["b: b process", "x: a c process"]],
  ["deploy in a flow, without units", `${head}topology: monolith\ndeploy: { target: compose }\n${services}`, ["b: b process", "x: a c process"]],
  ["an empty deploy", `${head}topology: monolith\ndeploy: {}\n${services}`, ["b: b process", "x: a c process"]],
  ["units in lines", `${head}topology: hybrid\ndeploy:\n    units:\n        one: { services: [a] }   # first\n${services}`, ["one: a process", "b: b process", "x: c process"]],
  ["units in lines, each in lines", `${head}topology: hybrid\ndeploy:\n  units:\n    one:\n      services:\n        - a\n        - b # leaves\n      as: process\n${services}`, ["one: a process", "b: b process", "x: c process"]],
  ["units in a flow", `${head}topology: hybrid\ndeploy: { units: { one: { services: [a, b] } } }\n${services}`, ["one: a process", "b: b process", "x: c process"]],
  ["units in a flow, with a comma at the end", `${head}topology: hybrid\ndeploy: { units: { one: { services: [b, a,], }, }, }\n${services}`, ["one: a process", "b: b process", "x: c process"]],
  ["dormant units", `${head}topology: modular-monolith\ndeploy: { units: { one: { services: [b, c] } } }\n${services}`, ["one: c process", "b: b process", "x: a process"]],
  ["keys in quotes", `${head}"topology": "monolith"\n${services}`, ["b: b process", "x: a c process"]],
  ["line ends of Windows", `${head}topology: monolith\n${services}`.replaceAll("\n", "\r\n"), ["b: b process", "x: a c process"]],
];

describe("extracting a service", () => {
  it.each(specs)("makes a unit of it where there is %s", (_, spec, units) => {
    const after = extract(spec);
    expect(read(after).topology).toBe("hybrid");
    expect(unitsOf(after)).toEqual(units);
  });

  it.each(specs)("keeps every comment and all that is about something else where there is %s", (_, spec) => {
    const after = extract(spec);
    const comments = (text: string): readonly string[] => text.match(/#.*/gu) ?? [];
    expect(comments(after)).toEqual(comments(spec).filter((one) => !one.includes("leaves")));
    const other = spec.split("\n").filter((line) => !/topology|units|one:|- b|deploy:/u.test(line) && line.trim() !== "");
    expect(other.filter((line) => !after.split("\n").includes(line) && !after.includes(line.trim()))).toEqual([]);
  });

  it("takes the kind of unit that is asked for", () => {
    expect(unitsOf(extract(`${head}topology: monolith\n${services}`, "functions"))[0]).toBe("b: b functions");
  });

  it("can be done one after the other, whatever the order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(["a", "b", "c", "d"], { minLength: 1, maxLength: 3 }), fc.constantFrom(...specs.map(([, spec]) => spec)), (order, spec) => {
        const wide = spec.replace(/c: \{\}/u, "c: {}, d: {}");
        let text = wide;
        for (const service of order) {
          const home = read(text).units.find((unit) => unit.services.includes(service));
          if (home?.services.length !== 1) text = extractService(text, { service, unit: service, as: "process" });
        }
        const alone = order.every((service) => read(text).units.some((unit) => unit.services.join() === service));
        expect(alone, text).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
