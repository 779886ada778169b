import type { Admin, Consumer } from "kafkajs";

/** What the group keeps of the first message of a partition that is not settled. */
export interface Note {
  readonly offset: string;
  /** How often it was handed out. */
  readonly attempts: number;
  /** Milliseconds since 1970 before which it is not handed out again. */
  readonly notBefore: number;
}

/** The notes of one group on one topic. */
export interface Notes {
  readonly of: (partition: number) => Promise<Note>;
  readonly commit: (partition: number, note: Note) => Promise<void>;
}

/** The client wraps what the server said, and joins its group again only where it sees that bare. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? causeOf(error.cause) : error;

/** Keeps a note beside the offset, where whoever has the partition next finds it. */
export const createNotes = (admin: Admin, consumer: Consumer, groupId: string, topic: string): Notes => ({
  of: async (partition) => {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const mine = found?.partitions.find((one) => one.partition === partition);
    const [attempts = 0, notBefore = 0] = (mine?.metadata ?? "").split(" ").map((text) => Number(text) || 0);
    return { offset: mine?.offset ?? "", attempts, notBefore };
  },
  commit: async (partition, { offset, attempts, notBefore }) => {
    try {
      await consumer.commitOffsets([{ topic, partition, offset, metadata: `${attempts} ${notBefore}` }]);
    } catch (error) {
      throw causeOf(error);
    }
  },
});
