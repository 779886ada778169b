import { generateKeyPairSync, sign, verify } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import type { HopTime } from "../model/footprint.ts";

const WARM_UP = 50;
const CALLS = 300;
const PATIENCE_MS = 5_000;
const BODY = JSON.stringify({ timeLeftMs: 800, requestId: "probe", input: { order: "0".repeat(36), lines: [{ product: "0".repeat(36), quantity: 2 }] } });

/**
 * The time of one call between processes as generated code makes it, over HTTP and with a signed token: the callee checks the signature, reads
 * JSON and answers JSON. Both ends live in this process, so this is what the machine does without a network and without waiting for a core.
 */
export async function probe(): Promise<HopTime> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const good = verify(null, Buffer.from(text), publicKey, Buffer.from(String(incoming.headers.authorization), "base64"));
      answer.writeHead(good ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify({ ok: good, value: JSON.parse(text) }));
    });
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const port = await listening(server);
    const call = (): Promise<number> => timed(() => post(port, agent, sign(null, Buffer.from(BODY), privateKey).toString("base64")));
    for (let done = 0; done < WARM_UP; done += 1) await call();
    const times: number[] = [];
    for (let done = 0; done < CALLS; done += 1) times.push(await call());
    return summary(times);
  } finally {
    agent.destroy();
    server.close();
  }
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a port of its own");
  return address.port;
}

function post(port: number, agent: Agent, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(BODY), authorization: token };
    const sent = request({ host: "127.0.0.1", port, agent, method: "POST", path: "/internal/probe", headers, signal: AbortSignal.timeout(PATIENCE_MS) }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the probe was answered with ${answer.statusCode}`));
      answer.resume().once("end", resolve);
    });
    sent.once("error", reject).end(BODY);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function summary(times: readonly number[]): HopTime {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { calls: times.length, medianMs: at(0.5), p95Ms: at(0.95) };
}
