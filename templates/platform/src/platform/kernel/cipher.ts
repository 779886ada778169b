import { checked, type Json } from "./json.ts";

/** Seals values, so that whoever reads the database alone, or a backup of it, reads nothing of them. */
export interface Cipher {
  /** @param place what the value is of, as `customers.Customer.phone 0190…`: moved elsewhere it does not open */
  readonly seal: (place: string, text: string) => Promise<string>;
  /**
   * What was stored before the field was encrypted comes out as it is.
   * @throws where the value was changed or moved, or its key is lost
   */
  readonly open: (place: string, stored: string) => Promise<string>;
  /** Equal for equal texts of a field, and telling nothing else of them: for unique keys. */
  readonly blind: (field: string, text: string) => Promise<string>;
}

/** A table with sealed columns; all names are quoted. */
export interface SealedTable {
  readonly table: string;
  readonly columns: readonly {
    /** `customers.Customer.phone` */
    readonly field: string;
    readonly column: string;
    /** The column of its blind index; null where it need not be unique. */
    readonly index: string | null;
  }[];
}

const SEALED = "sealed:";

export const isSealed = (stored: string): boolean => stored.startsWith(SEALED);

const textOf = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

type Field = string;

/** The value of a field as the database keeps it; null stays null. */
export const sealed = async (cipher: Cipher, field: Field, id: string, value: Json): Promise<string | null> =>
  value === null ? null : cipher.seal(`${field} ${id}`, textOf(value));

/** The text of a field as it was before it was sealed; null stays null. */
export const openedText = async <Text extends string | null>(
  cipher: Cipher,
  field: Field,
  id: string,
  stored: Text,
): Promise<Text> => checked<Text>(stored === null ? null : await cipher.open(`${field} ${id}`, stored));

/** The same for a value that is no text: what is stored is text all the same, whatever its type says. */
export const openedValue = async <Value>(cipher: Cipher, field: Field, id: string, stored: Value): Promise<Value> =>
  checked<Value>(stored === null ? null : JSON.parse(await cipher.open(`${field} ${id}`, checked<string>(stored))));

/** What stands for a value in a unique key; null clashes with nothing. */
export const blinded = async (cipher: Cipher, field: Field, value: Json): Promise<string | null> =>
  value === null ? null : cipher.blind(field, textOf(value));
