import { type Channel, type ChannelModel, type ConfirmChannel, connect } from "amqplib";
import { UnavailableError } from "../../kernel/faults.ts";
import type { Log } from "../../kernel/world.ts";
import { BrokerUnreachableError } from "../unreachable.ts";
import { within } from "../wire.ts";

const HEARTBEAT_S = 10;
const CONNECT_MS = 5_000;
const CONFIRM_MS = 10_000;
const LONGEST_PAUSE_MS = 5_000;

/** What lives as long as one connection. */
type OnConnection = (model: ChannelModel) => Promise<void>;

export interface RabbitmqConnection {
  /** Publishes, and resolves when the server has stored all of it. */
  readonly publish: (send: (channel: ConfirmChannel) => void) => Promise<void>;
  /** Now, and on each connection after this one is lost. */
  readonly onConnection: (begin: OnConnection) => Promise<void>;
  /** Work on a channel that is closed afterwards: what it took and did not settle is put back. */
  readonly onOwnChannel: <Value>(work: (channel: Channel) => Promise<Value>) => Promise<Value>;
  readonly close: () => Promise<void>;
}

const withHeartbeat = (url: string): string => {
  const extended = new URL(url);
  if (!extended.searchParams.has("heartbeat")) extended.searchParams.set("heartbeat", String(HEARTBEAT_S));
  return extended.href;
};

/**
 * A connection that comes back after it was lost.
 * @throws BrokerUnreachableError where it cannot be made at first
 */
export const openRabbitmq = async (url: string, log: Log): Promise<RabbitmqConnection> => {
  const beginnings: OnConnection[] = [];
  let model: ChannelModel | null = null;
  let publishing: ConfirmChannel | null = null;
  const furnish = async (fresh: ChannelModel): Promise<void> => {
    publishing = await fresh.createConfirmChannel();
    publishing.on("error", () => undefined);
    model = fresh;
    for (const begin of beginnings) await begin(fresh);
  };
  // A connection that breaks before it is furnished would be noticed by nobody.
  const setup = async (fresh: ChannelModel): Promise<void> => {
    fresh.on("error", () => undefined);
    const lost = new Promise<never>((_, reject) =>
      fresh.once("close", () => reject(new Error("The connection broke."))),
    );
    await Promise.race([furnish(fresh), lost]);
  };
  const recovery = { initialDelay: 200, maxDelay: LONGEST_PAUSE_MS, initialMaxRetries: 0, setup };
  const connection = await connect(withHeartbeat(url), { timeout: CONNECT_MS, recovery }).catch((error: unknown) => {
    throw new BrokerUnreachableError(url, error);
  });
  connection.on("error", () => undefined);
  connection.on("disconnect", (error) => {
    model = null;
    publishing = null;
    log.warn("the connection to RabbitMQ was lost", { reason: error?.message });
  });
  connection.on("connect", () => log.info("connected to RabbitMQ again"));
  const there = <Thing>(thing: Thing | null): Thing => {
    if (thing === null) throw new UnavailableError("RabbitMQ cannot be reached now.");
    return thing;
  };
  return {
    publish: async (send) => {
      const channel = there<ConfirmChannel>(publishing);
      send(channel);
      await within(CONFIRM_MS, "storing messages in RabbitMQ", channel.waitForConfirms());
    },
    onConnection: async (begin) => {
      beginnings.push(begin);
      await begin(there<ChannelModel>(model));
    },
    onOwnChannel: async (work) => {
      const channel = await there<ChannelModel>(model).createChannel();
      channel.on("error", () => undefined);
      try {
        return await within(CONFIRM_MS, "asking RabbitMQ", work(channel));
      } finally {
        await channel.close().catch(() => undefined);
      }
    },
    close: () => connection.close(),
  };
};
