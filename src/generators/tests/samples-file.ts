import { render } from "../render/index.ts";
import { isCalled, layOut } from "./code.ts";
import { type Creation, type Creations, inputFields } from "./creations.ts";
import { inputCode } from "./samples.ts";

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
  const [usesText, usesEmail, usesUrl] = ["text", "email", "url"].map((name) => isCalled(name, code));
  const usesUnique = usesText || usesEmail || usesUrl;
  return render("tests/test/support/samples.ts.hbs", {
    usesIds: usesUnique || isCalled("randomUUID", code),
    usesUnique,
    usesText,
    usesEmail,
    usesUrl,
    samples,
  });
};

const inputText = (creation: Creation, creations: Creations): string => {
  const head = `export const ${creation.input} = async () => (`;
  const input = inputCode(inputFields(creation.entity), {
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
