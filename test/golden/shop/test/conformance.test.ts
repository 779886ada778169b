import { describe } from "vitest";
import { localClient } from "../src/platform/kernel/client.ts";
import { catalogContract } from "../src/services/catalog/contract.ts";
import { type Bind, conforms } from "./support/conformance.ts";

const inOneProcess: Bind = async (contract, implementation) => ({
  client: localClient(
    contract,
    () => implementation,
    () => undefined,
  ),
  close: async () => undefined,
});

describe("in one process", () => {
  conforms(catalogContract, inOneProcess);
});
