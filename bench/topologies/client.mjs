// A client that keeps its connections, and the two ways to measure with it.
import { Agent, request } from "node:http";

/** Requests as the bearer of a token; an answer that is no success is an error. */
export function connect(url, token) {
  const agent = new Agent({ keepAlive: true });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      const headers = { authorization: `Bearer ${token}`, ...(text === "" ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }) };
      const sent = request(new URL(path, url), { method, agent, headers, timeout: 20_000 }, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => {
          const said = Buffer.concat(chunks).toString("utf8");
          if (answer.statusCode >= 300) reject(new Error(`${method} ${path} was answered with ${answer.statusCode}: ${said}`));
          else resolve(said === "" ? null : JSON.parse(said));
        });
      });
      sent.once("error", reject).end(text);
    });
}

/** Answers a second, over some seconds after one to warm up. */
export async function throughputOf(clients, seconds, ask) {
  await answersIn(clients, 1, ask);
  return (await answersIn(clients, seconds, ask)) / seconds;
}

async function answersIn(clients, seconds, ask) {
  const end = performance.now() + seconds * 1000;
  let answers = 0;
  const client = async () => {
    while (performance.now() < end) {
      await ask();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answers;
}

/** The median in milliseconds of what is asked one after the other; what each needs first does not count. */
export async function latencyOf(times, prepare) {
  const measured = [];
  for (let done = 0; done < times; done += 1) {
    const ask = await prepare();
    const begun = performance.now();
    await ask();
    measured.push(performance.now() - begun);
  }
  return measured.sort((a, b) => a - b)[Math.floor(times / 2)];
}
