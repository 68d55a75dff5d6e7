import { Builder, ByteBuffer, type Offset } from 'flatbuffers';

/** Type of a column. Columns have no nulls. */
export type ArrowType =
  | { readonly kind: 'bytes'; readonly width: number }
  | { readonly kind: 'vector'; readonly dimension: number }
  | { readonly kind: 'float32' }
  | { readonly kind: 'uint32' }
  | { readonly kind: 'text' };

/** One column of a table. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
}

/** Size of a record batch. */
export interface BatchSize {
  readonly rows: number;
  /** Bytes of its texts; 0 without a column of texts, of which there may be one. */
  readonly textBytes: number;
}

/** A record batch without its values. */
export interface BatchLayout extends BatchSize {
  /** The message in front of the body. */
  readonly header: Uint8Array;
  readonly bodyBytes: number;
  /** Where the values lie in the body: a buffer per column, for texts the offsets and the bytes. */
  readonly buffers: readonly Extent[];
}

/** A range of bytes. */
export interface Extent {
  readonly start: number;
  readonly length: number;
}

/** Bytes in front of the metadata of a message: a marker and the length of the metadata. */
export const PREFIX_BYTES = 8;

/* Numbers of Schema.fbs and Message.fbs of the Arrow columnar format, version 1.5. */
const VERSION_5 = 4;
const SCHEMA = 1;
const RECORD_BATCH = 3;
const TYPE_IDS = { uint32: 2, float32: 3, text: 5, bytes: 15, vector: 16 } as const;
const SINGLE_PRECISION = 1;
const MESSAGE = { version: 0, headerType: 1, header: 2, bodyLength: 3 } as const;
const BATCH = { length: 0, nodes: 1, buffers: 2 } as const;
/** As the format advises. */
const ALIGNMENT = 64;
const CONTINUATION = 0xffff_ffff;

/** The first message of a stream: its columns, and metadata of our own. */
export function encodeSchema(
  fields: readonly ArrowField[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const builder = new Builder();
  const fieldList = vectorOf(
    builder,
    fields.map((field) => fieldTable(builder, field)),
  );
  const pairs = Object.entries(metadata).map(([key, value]) => {
    const strings = [builder.createString(key), builder.createString(value)];
    return tableOf(builder, 2, () => {
      strings.forEach((string, slot) => builder.addFieldOffset(slot, string, 0));
    });
  });
  const pairList = vectorOf(builder, pairs);
  const schema = tableOf(builder, 4, () => {
    builder.addFieldOffset(1, fieldList, 0);
    builder.addFieldOffset(2, pairList, 0);
  });
  return message(builder, { type: SCHEMA, header: schema, bodyBytes: 0 });
}

/** The header of a record batch and where its values go. */
export function layoutBatch(fields: readonly ArrowField[], size: BatchSize): BatchLayout {
  const nodes: number[] = [];
  const all: Extent[] = [];
  const buffers: Extent[] = [];
  let end = 0;
  for (const { type } of fields) {
    nodes.push(size.rows);
    // Without nulls there is no bitmap, but its place is kept.
    all.push({ start: end, length: 0 });
    if (type.kind === 'vector') {
      nodes.push(size.rows * type.dimension);
      all.push({ start: end, length: 0 });
    }
    for (const length of bufferLengths(type, size)) {
      buffers.push({ start: end, length });
      all.push(buffers.at(-1)!);
      end += padded(length, ALIGNMENT);
    }
  }
  const builder = new Builder();
  const pairs = all.map(({ start, length }): [number, number] => [start, length]);
  const bufferList = structs(builder, pairs);
  const nodeList = structs(
    builder,
    nodes.map((length) => [length, 0]),
  );
  const batch = tableOf(builder, 4, () => {
    builder.addFieldInt64(BATCH.length, BigInt(size.rows), 0n);
    builder.addFieldOffset(BATCH.nodes, nodeList, 0);
    builder.addFieldOffset(BATCH.buffers, bufferList, 0);
  });
  const header = message(builder, { type: RECORD_BATCH, header: batch, bodyBytes: end });
  return { ...size, header, bodyBytes: end, buffers };
}

/**
 * Reads the header of a record batch of these columns.
 *
 * @param header the message with its prefix.
 * @returns undefined for anything but what `layoutBatch` makes, to the last byte.
 */
export function readBatchHeader(
  fields: readonly ArrowField[],
  header: Uint8Array,
): BatchLayout | undefined {
  try {
    const size = readBatchSize(fields, new ByteBuffer(header.subarray(PREFIX_BYTES)));
    const layout = layoutBatch(fields, size);
    return Buffer.compare(layout.header, header) === 0 ? layout : undefined;
  } catch {
    // Damaged offsets lead outside of the message, where there are no numbers.
    return undefined;
  }
}

/** Length of the metadata of a message; undefined where no message begins. */
export function metadataLength(prefix: Uint8Array): number | undefined {
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  return view.getUint32(0, true) === CONTINUATION ? view.getUint32(4, true) : undefined;
}

function readBatchSize(fields: readonly ArrowField[], bytes: ByteBuffer): BatchSize {
  const messageTable = bytes.readInt32(0);
  const batch = bytes.__indirect(messageTable + offsetOf(bytes, messageTable, MESSAGE.header));
  const rows = Number(bytes.readInt64(batch + offsetOf(bytes, batch, BATCH.length)));
  if (fields.every(({ type }) => type.kind !== 'text')) return { rows, textBytes: 0 };
  const list = batch + offsetOf(bytes, batch, BATCH.buffers);
  const at = fields.findIndex(({ type }) => type.kind === 'text');
  const before = fields.slice(0, at).reduce((sum, { type }) => sum + bufferCount(type), 0);
  // Past its bitmap and its offsets; an extent is 16 bytes, the length its second half.
  const textBytes = Number(bytes.readInt64(bytes.__vector(list) + (before + 2) * 16 + 8));
  return { rows, textBytes };
}

function offsetOf(bytes: ByteBuffer, table: number, slot: number): number {
  return bytes.__offset(table, 4 + 2 * slot);
}

/** Buffers of a column, bitmaps with them. */
function bufferCount(type: ArrowType): number {
  return type.kind === 'vector' || type.kind === 'text' ? 3 : 2;
}

function bufferLengths(type: ArrowType, { rows, textBytes }: BatchSize): number[] {
  switch (type.kind) {
    case 'bytes':
      return [rows * type.width];
    case 'vector':
      return [rows * type.dimension * 4];
    case 'float32':
    case 'uint32':
      return [rows * 4];
    case 'text':
      return [(rows + 1) * 4, textBytes];
  }
}

function fieldTable(builder: Builder, { name, type }: ArrowField): Offset {
  const children =
    type.kind === 'vector'
      ? [fieldTable(builder, { name: 'item', type: { kind: 'float32' } })]
      : [];
  const childList = vectorOf(builder, children);
  const nameString = builder.createString(name);
  const typeTable = tableOf(builder, 2, () => addTypeFields(builder, type));
  return tableOf(builder, 7, () => {
    builder.addFieldOffset(0, nameString, 0);
    builder.addFieldInt8(2, TYPE_IDS[type.kind], 0);
    builder.addFieldOffset(3, typeTable, 0);
    builder.addFieldOffset(5, childList, 0);
  });
}

function addTypeFields(builder: Builder, type: ArrowType): void {
  switch (type.kind) {
    case 'bytes':
      return builder.addFieldInt32(0, type.width, 0);
    case 'vector':
      return builder.addFieldInt32(0, type.dimension, 0);
    case 'float32':
      return builder.addFieldInt16(0, SINGLE_PRECISION, 0);
    case 'uint32':
      return builder.addFieldInt32(0, 32, 0);
    case 'text':
  }
}

function message(
  builder: Builder,
  { type, header, bodyBytes }: { type: number; header: Offset; bodyBytes: number },
): Uint8Array {
  const root = tableOf(builder, 5, () => {
    builder.addFieldInt16(MESSAGE.version, VERSION_5, 0);
    builder.addFieldInt8(MESSAGE.headerType, type, 0);
    builder.addFieldOffset(MESSAGE.header, header, 0);
    builder.addFieldInt64(MESSAGE.bodyLength, BigInt(bodyBytes), 0n);
  });
  builder.finish(root);
  const metadata = builder.asUint8Array();
  const length = padded(metadata.length, 8);
  const bytes = new Uint8Array(PREFIX_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CONTINUATION, true);
  view.setUint32(4, length, true);
  bytes.set(metadata, PREFIX_BYTES);
  return bytes;
}

function tableOf(builder: Builder, slots: number, addFields: () => void): Offset {
  builder.startObject(slots);
  addFields();
  return builder.endObject();
}

function vectorOf(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of [...offsets].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

/** A list of structs of two 64-bit numbers. */
function structs(builder: Builder, pairs: readonly (readonly [number, number])[]): Offset {
  builder.startVector(16, pairs.length, 8);
  for (const [first, second] of [...pairs].reverse()) {
    builder.prep(8, 16);
    builder.writeInt64(BigInt(second));
    builder.writeInt64(BigInt(first));
  }
  return builder.endVector();
}

function padded(length: number, alignment: number): number {
  return Math.ceil(length / alignment) * alignment;
}
