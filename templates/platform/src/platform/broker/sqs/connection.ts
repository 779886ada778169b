import { SQSClient } from "@aws-sdk/client-sqs";
import { BrokerUnreachableError } from "../unreachable.ts";

const REGION = /(?:^|\.)sqs[.-]([a-z]+-[a-z-]+-\d)\./;

/** The server that the URL names; credentials, and the region where the URL says none, come from where AWS clients find them. */
export const sqsClient = (url: string): SQSClient => {
  const { origin, hostname } = new URL(url);
  const region = REGION.exec(hostname)?.[1];
  return new SQSClient({
    endpoint: origin,
    ...(region === undefined ? {} : { region }),
    useQueueUrlAsEndpoint: false,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
  });
};

/** @throws BrokerUnreachableError where the first request fails */
export const openSqs = async <Value>(
  url: string,
  first: (client: SQSClient) => Promise<Value>,
): Promise<{ readonly client: SQSClient; readonly found: Value }> => {
  const client = sqsClient(url);
  try {
    return { client, found: await first(client) };
  } catch (error) {
    client.destroy();
    throw new BrokerUnreachableError(url, error);
  }
};
