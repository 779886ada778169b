import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { Log } from "../../kernel/world.ts";
import { BrokerUnreachableError } from "../unreachable.ts";

const CONNECT_MS = 5_000;
const RECONNECT_MS = 500;

/**
 * A connection that comes back after it was lost.
 * @throws BrokerUnreachableError where it cannot be made at first
 */
export const openNats = async (url: string, log: Log): Promise<NatsConnection> => {
  const { username, password, host, protocol } = new URL(url);
  const user = decodeURIComponent(username);
  const pass = decodeURIComponent(password);
  try {
    const connection = await connect({
      servers: host,
      timeout: CONNECT_MS,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      pingInterval: 10_000,
      ...(protocol === "tls:" ? { tls: {} } : {}),
      ...(user !== "" && pass === "" ? { token: user } : {}),
      ...(pass === "" ? {} : { user, pass }),
    });
    void tell(connection, log);
    return connection;
  } catch (error) {
    throw new BrokerUnreachableError(url, error);
  }
};

const tell = async (connection: NatsConnection, log: Log): Promise<void> => {
  for await (const status of connection.status()) {
    if (status.type === "disconnect") log.warn("the connection to NATS was lost");
    if (status.type === "reconnect") log.info("connected to NATS again");
  }
};
