export interface Note {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly title: string;
  readonly body: string | null;
  readonly pinned: boolean;
}

/** What is said of a new note. */
export interface NewNote {
  readonly title: string;
  readonly body?: string | null;
  readonly pinned?: boolean;
}

/** What may change of a note; null takes an optional value away. */
export interface NoteChanges {
  readonly title?: string;
  readonly body?: string | null;
  readonly pinned?: boolean;
}

export const newNote = (input: NewNote, id: string, now: string): Note => ({
  id,
  createdAt: now,
  updatedAt: now,
  version: 1,
  title: input.title,
  body: input.body ?? null,
  pinned: input.pinned ?? false,
});

export const changedNote = (current: Note, changes: NoteChanges, now: string): Note => ({
  ...current,
  ...changes,
  updatedAt: now,
  version: current.version + 1,
});
