import { type Admin, Kafka, logLevel, type SASLOptions } from "kafkajs";
import { BrokerUnreachableError } from "../unreachable.ts";

const CONNECT_MS = 5_000;
const REQUEST_MS = 10_000;

const saslOf = (url: URL): SASLOptions | null => {
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  if (username === "") return null;
  const mechanism = url.searchParams.get("sasl");
  if (mechanism === "scram-sha-256" || mechanism === "scram-sha-512") return { mechanism, username, password };
  return { mechanism: "plain", username, password };
};

const clientOf = (address: string): Kafka => {
  const url = new URL(address);
  const sasl = saslOf(url);
  return new Kafka({
    clientId: "events",
    brokers: [`${url.hostname}:${url.port || 9092}`],
    ssl: url.protocol === "kafka+ssl:",
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    logLevel: logLevel.NOTHING,
    retry: { retries: 2 },
    ...(sasl === null ? {} : { sasl }),
  });
};

/**
 * A client whose server has answered once.
 * @throws BrokerUnreachableError
 */
export const openKafka = async (url: string): Promise<{ readonly kafka: Kafka; readonly admin: Admin }> => {
  const kafka = clientOf(url);
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
    return { kafka, admin };
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw new BrokerUnreachableError(url, error);
  }
};
