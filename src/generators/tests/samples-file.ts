import { render } from "../render/index.ts";
import { isCalled, layOut } from "./code.ts";
import type { Creation, Creations } from "./creations.ts";
import { entityCode } from "./samples.ts";

/** Functions of the file that give a value of a kind. */
export const VALUES = ["text", "email", "url", "integer", "timestamp"];

/**
 * `test/support/samples.ts`: for each entity that tests can create its least input, and a function that creates one.
 * @param cases the tests of the services, which use its values too
 */
export const samplesFile = (creations: Creations, cases: string): string => {
  const samples = creations.all.map((creation) => ({
    input: inputText(creation, creations),
    create: createText(creation),
  }));
  const code = [cases, ...samples.map((sample) => sample.input)].join("\n");
  const [usesText, usesEmail, usesUrl, usesInteger, usesTimestamp] = VALUES.map((name) => isCalled(name, code));
  const usesRandom = usesInteger || usesTimestamp;
  const usesUnique = usesText || usesEmail || usesUrl;
  return render("tests/test/support/samples.ts.hbs", {
    crypto: [
      ...(usesRandom ? ["randomInt"] : []),
      ...(usesUnique || isCalled("randomUUID", code) ? ["randomUUID"] : []),
    ].join(", "),
    usesInteger,
    usesTimestamp,
    usesUnique,
    usesText,
    usesEmail,
    usesUrl,
    samples,
  });
};

const inputText = (creation: Creation, creations: Creations): string => {
  const head = `export const ${creation.input} = async () => (`;
  const input = entityCode(creation.entity, {
    service: creation.service,
    creations: creations.before(creation),
  });
  return `${head}${layOut(input, 0, head.length + 2)});`;
};

const createText = ({ caller, create, input, path }: Creation): string => {
  const head = `export const ${create} = async () =>`;
  const call = `created(${JSON.stringify(caller)}, ${JSON.stringify(path)}, await ${input}());`;
  return head.length + call.length + 1 <= 120 ? `${head} ${call}` : `${head}\n  ${call}`;
};
