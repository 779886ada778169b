import { type Contract, defineContract } from "../../platform/kernel/contract.ts";

export type NotesClient = Readonly<Record<never, never>>;

export const notesContract: Contract<NotesClient> = defineContract<NotesClient>({
  service: "notes",
  methods: {},
  events: {},
});
