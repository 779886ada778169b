// The same routes as Nest has them: a guard, an interceptor that logs, a pipe that validates, a controller. ADAPTER is `express` or `fastify`.
// Decorators are called as functions, which is what the compiler makes of them.
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { identify, insert, logged, newPerson, pool, select, violations } from "./work.mjs";

const load = createRequire(`${process.env.PACKAGES}/`);
load("reflect-metadata");
const {
  BadRequestException,
  Body,
  Controller,
  Get,
  Module,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
  UnauthorizedException,
} = load("@nestjs/common");
const { NestFactory } = load("@nestjs/core");
const { tap } = load("rxjs");

const guard = {
  canActivate: async (context) => {
    const request = context.switchToHttp().getRequest();
    request.user = await identify(request.headers.authorization);
    if (request.user === null) throw new UnauthorizedException();
    return true;
  },
};

const logging = {
  intercept: (context, next) => {
    const [request, response] = [context.switchToHttp().getRequest(), context.switchToHttp().getResponse()];
    const begun = performance.now();
    const id = randomUUID();
    header(response, "x-request-id", id);
    header(response, "x-content-type-options", "nosniff");
    return next.handle().pipe(tap(() => logged(id, request, request.url, response.statusCode, begun)));
  },
};

const validPerson = {
  transform: (body) => {
    if (violations(body)) throw new BadRequestException();
    return body;
  },
};

const header = (response, name, value) => (response.header ?? response.setHeader).call(response, name, value);

class People {
  greet(response) {
    header(response, "cache-control", "no-store");
    return { words: "hello" };
  }

  async get(id, request, response) {
    const { rows } = await pool.query({ ...select, values: [id] });
    const [row] = rows;
    if (row === undefined) throw new NotFoundException();
    const etag = `"${row.version}"`;
    header(response, "etag", etag);
    header(response, "cache-control", "no-store");
    if (request.headers["if-none-match"] === etag) response.status(304);
    return row;
  }

  async create(body, response) {
    const row = newPerson(body);
    await pool.query({
      ...insert,
      values: [row.id, row.createdAt, row.updatedAt, row.version, row.name, row.email, row.phone],
    });
    header(response, "etag", `"${row.version}"`);
    header(response, "location", `/v1/people/${row.id}`);
    header(response, "cache-control", "no-store");
    return row;
  }
}

const decorate = (name, route, ...parameters) => {
  for (const [index, parameter] of parameters.entries()) parameter(People.prototype, name, index);
  route(People.prototype, name, Object.getOwnPropertyDescriptor(People.prototype, name));
};
const passing = Res({ passthrough: true });
decorate("greet", Get("greeting"), passing);
decorate("get", Get("people/:id"), Param("id", new ParseUUIDPipe()), Req(), passing);
decorate("create", Post("people"), Body(validPerson), passing);
Controller("v1")(People);
class App {}
Module({ controllers: [People] })(App);

const { [process.env.ADAPTER === "fastify" ? "FastifyAdapter" : "ExpressAdapter"]: Adapter } = load(
  `@nestjs/platform-${process.env.ADAPTER}`,
);
const app = await NestFactory.create(App, new Adapter(), { logger: false });
app.useGlobalGuards(guard);
app.useGlobalInterceptors(logging);
await app.listen(Number(process.env.PORT), "127.0.0.1");
