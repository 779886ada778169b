import { createServer, type Server } from "node:http";
import { FunctionError } from "./instances.ts";

const PATH = /^\/2015-03-31\/functions\/([\w%-]+)\/invocations$/;

/** The way in which one function runs another: Lambda's own API, without its signatures; and whether we are there. */
export const createInvocations = (functions: ReadonlyMap<string, (event: unknown) => Promise<unknown>>): Server =>
  createServer(async (request, response) => {
    if (request.url === "/livez" || request.url === "/readyz") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
      return;
    }
    const [, name = ""] = PATH.exec(request.url ?? "") ?? [];
    const run = functions.get(decodeURIComponent(name));
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (run === undefined) {
      response.writeHead(404).end();
      return;
    }
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
