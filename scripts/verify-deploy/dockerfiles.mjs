import { demand, swap } from "./demand.mjs";

export const packages = ["dockerfile-utils@0.16.3", "dockerfilelint@1.8.0"];

/** Everything that dockerfile-utils can find counts, what it would only warn of too. */
function settings({ ValidationSeverity: { ERROR } }) {
  const rules = [
    "deprecatedMaintainer",
    "directiveCasing",
    "emptyContinuationLine",
    "instructionCasing",
    "instructionCmdMultiple",
    "instructionEntrypointMultiple",
    "instructionHealthcheckMultiple",
    "instructionJSONInSingleQuotes",
    "instructionWorkdirRelative",
  ];
  return Object.fromEntries(rules.map((rule) => [rule, ERROR]));
}

export async function verify(load, texts) {
  const utils = load("dockerfile-utils");
  await demand(
    "dockerfile-utils",
    texts,
    {
      "a relative folder": swap("WORKDIR /app", "WORKDIR app"),
      "an instruction that there is not": swap("EXPOSE", "EXPOS"),
      "arguments in the wrong quotes": swap(/CMD \["node", "(dist[^"]*)"\]/, "CMD ['node', '$1']"),
    },
    (text) => utils.validate(text, settings(utils)).map(({ range, message }) => `${range.start.line + 1}: ${message}`),
  );
  const lint = load("dockerfilelint");
  await demand(
    "dockerfilelint",
    texts,
    {
      "a tag that moves": swap(/^FROM \S+/m, "FROM node:latest"),
      "a port out of range": swap(/EXPOSE .*/, "EXPOSE 99999"),
      sudo: swap("RUN npm run", "RUN sudo npm run"),
    },
    (text) => {
      const stages = [...text.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage);
      const lines = text.split("\n");
      // It takes a stage of the same file for an image without a tag.
      const onStage = ({ title, line }) =>
        title === "Base Image Missing Tag" && stages.includes(lines[line - 1]?.split(" ")[1]);
      const found = lint.run("/", text).filter((one) => !onStage(one));
      return found.map(({ title, line }) => `${line}: ${title}`);
    },
  );
}
