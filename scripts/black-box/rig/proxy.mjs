// Stands between a process and what it needs, and does to the bytes what networks do.
import { connect, createServer } from "node:net";

const later = (ms, work) => setTimeout(work, ms).unref();

/** One way of a connection: passes bytes on, late where it is told to, and keeps them back while there is a hole. */
function way(direction, from, to, proxy, seen) {
  let last = Promise.resolve();
  from.on("data", (chunk) => {
    if (seen?.(chunk) === true) return;
    // What comes later leaves later, however long each waits.
    last = Promise.all([last, proxy.held[direction], proxy.delayMs === 0 ? null : new Promise((resolve) => later(proxy.delayMs, resolve))]).then(() => {
      if (!to.destroyed) to.write(chunk);
    });
  });
  from.on("error", () => undefined);
  from.once("close", () => void last.then(() => to.destroy()));
}

/**
 * `cut` refuses and breaks connections until `mend`; `hole` swallows nothing and passes nothing on until `mend`, both ways or one; `lose` breaks the connection on
 * which a text next goes to the server: before it gets there, or once it did and its answer is on the way.
 * @param target the port that it leads to
 */
export async function createProxy(target) {
  const sockets = new Set();
  let open = true;
  let fills = [];
  let trap = null;
  const proxy = { held: { there: null, back: null }, delayMs: 0 };

  const sprung = (chunk, socket, other) => {
    if (trap === null || !chunk.includes(trap.text)) return false;
    const { before, resolve } = trap;
    trap = null;
    if (before) socket.destroy();
    else {
      // The server acts on it, and nobody hears of that.
      other.removeAllListeners("data");
      other.on("data", () => later(20, () => socket.destroy()));
      later(1_000, () => socket.destroy());
    }
    resolve(true);
    return before;
  };

  const server = createServer((socket) => {
    if (!open) return socket.destroy();
    const other = connect(target, "127.0.0.1");
    for (const one of [socket, other]) {
      one.setNoDelay(true);
      sockets.add(one);
      one.once("close", () => sockets.delete(one));
    }
    way("there", socket, other, proxy, (chunk) => sprung(chunk, socket, other));
    way("back", other, socket, proxy);
    return undefined;
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A row that fails leaves it behind; it is no reason to stay.
  server.unref();
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: server.address().port,
    cut: () => {
      open = false;
      breakAll();
    },
    /** Breaks what there is; who comes again is let through. */
    reset: breakAll,
    hole: (directions = ["there", "back"]) => {
      for (const direction of directions) {
        proxy.held[direction] ??= new Promise((resolve) => {
          fills.push(resolve);
        });
      }
    },
    slow: (ms) => {
      proxy.delayMs = ms;
    },
    mend: () => {
      open = true;
      proxy.delayMs = 0;
      proxy.held = { there: null, back: null };
      for (const fill of fills) fill();
      fills = [];
    },
    /** @returns whether the text came by in time */
    lose: (text, { before, patienceMs }) =>
      new Promise((resolve) => {
        const own = { text: Buffer.from(text), before, resolve };
        trap = own;
        setTimeout(() => {
          if (trap === own) trap = null;
          resolve(false);
        }, patienceMs).unref();
      }),
    close: () => {
      breakAll();
      server.close();
    },
  };
}
