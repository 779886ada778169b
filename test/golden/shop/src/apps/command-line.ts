import { type ParseArgsConfig, parseArgs } from "node:util";

/** What a command line asks for. Where nobody can understand it, the command says why and how it is used, and ends in 2. */
export const readArguments = <const Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> => {
  try {
    return parseArgs(config);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split(". ");
    console.error(`${why}\n${usage}`);
    process.exit(2);
  }
};
