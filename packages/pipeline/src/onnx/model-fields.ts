import Pbf from 'pbf';

/** One field of a serialised protobuf message. */
export interface MessageField {
  readonly number: number;
  /** The field with its tag, to be copied as it stands. */
  readonly raw: Uint8Array;
  /** Content of a field with a length (message, text, bytes); undefined for plain numbers. */
  readonly content: Uint8Array | undefined;
  /** Value of a field that holds one whole number. */
  readonly value: number;
}

const VARINT = 0;
const WITH_LENGTH = 2;

/** Splits a message into its fields, without copying and without knowing its type. */
export function messageFields(message: Uint8Array): MessageField[] {
  const pbf = new Pbf(message);
  const fields: MessageField[] = [];
  while (pbf.pos < message.length) {
    const start = pbf.pos;
    const tag = pbf.readVarint();
    let content: Uint8Array | undefined;
    let value = 0;
    if ((tag & 7) === WITH_LENGTH) {
      const end = pbf.readVarint() + pbf.pos;
      content = message.subarray(pbf.pos, end);
      pbf.pos = end;
    } else if ((tag & 7) === VARINT) value = pbf.readVarint(true);
    else pbf.skip(tag);
    fields.push({ number: tag >> 3, raw: message.subarray(start, pbf.pos), content, value });
  }
  return fields;
}

/** Content of a field as text. */
export function textOf({ content }: MessageField): string {
  return Buffer.from(content ?? []).toString('utf8');
}

/** A field with a length, serialised. */
export function withContent(number: number, content: Uint8Array): Uint8Array {
  const pbf = new Pbf();
  pbf.writeBytesField(number, content);
  return pbf.finish();
}
