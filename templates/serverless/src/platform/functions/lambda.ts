/** What AWS Lambda tells a function of its run. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** A request as an HTTP API hands it on, payload format 2.0. */
export interface HttpEvent {
  readonly version: "2.0";
  readonly routeKey: string;
  /** Without percent escapes: an HTTP API has decoded it. */
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** Names in lower case; of several values one, joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly requestContext: {
    readonly http: { readonly method: string; readonly path: string; readonly sourceIp: string };
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** One function's entry. What it is handed depends on who runs it. */
export interface Handler {
  (event: unknown, context: LambdaContext): Promise<unknown>;
  /** The same function with a state of its own, as another instance has it. */
  readonly another: () => Handler;
}

/** A message of a queue as Lambda hands it on. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: {
    /** A whole number as text, this time included. */
    readonly ApproximateReceiveCount: string;
    readonly MessageGroupId: string;
  };
  readonly eventSource: "aws:sqs";
  readonly eventSourceARN: string;
}

export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** The messages of a batch that are to come again. */
export interface QueueAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What a schedule runs a function with. */
export interface TaskEvent {
  readonly task: string;
}
