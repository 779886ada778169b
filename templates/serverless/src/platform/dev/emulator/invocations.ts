import { createServer, type Server } from "node:http";
import { FunctionError } from "./instances.ts";

const PATH = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;

/**
 * The way in which one function runs another: Lambda's own API, without its signatures.
 * @param operators answers all else, such as whether we are there
 */
export const createInvocations = (
  functions: ReadonlyMap<string, (event: unknown) => Promise<unknown>>,
  operators: Server,
): Server =>
  createServer(async (request, response) => {
    const [, name = ""] = PATH.exec(request.url ?? "") ?? [];
    const run = functions.get(name);
    if (run === undefined) {
      operators.emit("request", request, response);
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const answer = await run(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    } catch (error) {
      const errorMessage = error instanceof FunctionError ? error.message : "It is no event.";
      response
        .writeHead(200, { "content-type": "application/json", "x-amz-function-error": "Unhandled" })
        .end(JSON.stringify({ errorMessage }));
    }
  });
