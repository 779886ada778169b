export const testArguments: (folder: string) => readonly string[];
