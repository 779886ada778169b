import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "../dev/ports.ts";

/** A way to a server that can be cut. */
export interface Outage {
  /** The server's URL, by this way. */
  readonly url: string;
  /** Ends every connection and takes no other. */
  readonly begin: () => void;
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const STANDARD_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

export const throughOutage = async (target: string): Promise<Outage> => {
  const { hostname, port, protocol } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const listen = async (at: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(Number(port) || (STANDARD_PORTS[protocol] ?? 0), hostname);
      for (const socket of [near, far]) keep(socket);
      near.pipe(far).pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
    await once(server.listen(at, "127.0.0.1"), "listening");
    return server;
  };
  const own = await freePort();
  let server = await listen(own);
  const begin = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  const url = new URL(target);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href,
    begin,
    end: async () => {
      server = await listen(own);
    },
    close: async () => begin(),
  };
};
