import { placeOfFact } from "../meaning/fact.ts";
import { isFree } from "./edges.ts";
import type { CodeRule } from "./rule.ts";

/** A secret in a file is known to all who ever had the file. What it is, is not said. */
export const secretInCode: CodeRule = {
  id: "secret-in-code",
  severity: "error",
  reads: { kinds: ["secret"], asks: ({ place }) => place === null || !isFree(place) },
  find: (_, meaning) =>
    meaning("secret").map((fact) => ({
      message: `${fact.file.path} holds what looks like ${fact.detail === "" ? fact.name : `a secret, in ${fact.detail}`}.`,
      at: placeOfFact(fact),
      target: fact.detail === "" ? fact.name : fact.detail,
      related: [],
      help: "Change the secret, for it has been in a file, and read the new one from the environment.",
    })),
};
