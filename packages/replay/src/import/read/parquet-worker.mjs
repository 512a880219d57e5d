/**
 * Decodes Parquet in a thread of its own, which can be ended where a damaged file keeps it busy for ever. It is plain
 * JavaScript, so that a thread of any supported Node runs it from the sources too.
 *
 * Told `{ path }` it answers with the schema, told `next` with some rows as columns of plain values, told `stop` with nothing.
 */
import { open } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";

const ROWS_AT_A_TIME = 20_000;
/** A row takes more than a sixty-fourth of a byte, however well it packs. */
const ROWS_A_BYTE_MOST = 64;
const ROWS_FREE = 65_536;
const UNPACKED_BYTES_FREE = 16 * 1024 * 1024;
const RATIO_MOST = 250;
/** Kinds whose values come as they are stored; what they mean is made of them where rows become texts. */
const STORED_AS_THEY_ARE = new Set(["DECIMAL", "DATE", "TIMESTAMP_MILLIS", "TIMESTAMP_MICROS", "TIMESTAMP"]);

/** @typedef {import("hyparquet").FileMetaData} Metadata */
/** @typedef {import("hyparquet").RowGroup} Group */
/** @typedef {import("hyparquet").AsyncBuffer} Bytes */

if (parentPort === null) throw new Error("is the code of a worker");
const port = parentPort;
/** @type {AsyncGenerator<object> | undefined} */
let answers;

port.on("message", (/** @type {{ path: string } | "next" | "stop"} */ told) => void answer(told));
port.postMessage({ ready: true });

/** @param {{ path: string } | "next" | "stop"} told */
async function answer(told) {
  try {
    if (told === "stop") return void (await answers?.return(undefined));
    if (told !== "next") answers = decoded(told.path);
    const next = await answers?.next();
    port.postMessage(next === undefined || next.done === true ? { end: true } : next.value);
  } catch (error) {
    port.postMessage({ fault: problemOf(error) });
  }
}

/** @param {unknown} error */
function problemOf(error) {
  // Both are made by the language, where the metadata lacks what the decoder looks for.
  if (error instanceof TypeError || error instanceof RangeError) return "its metadata is damaged";
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} path */
async function* decoded(path) {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    /** @type {Bytes} */
    const file = {
      byteLength: size,
      slice: async (start, end = size) => {
        if (!(start >= 0 && start <= end && end <= size)) throw new Error("it points past its end");
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    const metadata = await parquetMetadataAsync(file);
    mustAddUp(metadata, size);
    const schema = metadata.schema.slice(1);
    yield { schema: schema.map((element) => ({ ...element })) };
    metadata.schema = metadata.schema.map(plain);
    let start = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (rows === 0) continue;
      for (const chunk of group.columns) mustBeSound(await bytesOf(chunk, file), chunk, rows);
      yield* await groupRows(file, metadata, start, rows);
      start += rows;
    }
  } finally {
    await handle.close();
  }
}

/**
 * @param {Bytes} file
 * @param {Metadata} metadata
 * @param {number} start
 * @param {number} rows
 */
async function groupRows(file, metadata, start, rows) {
  const names = metadata.schema.slice(1).map(({ name }) => name);
  /** @type {Map<string, unknown[]>} */
  const columns = new Map(names.map((name) => [name, []]));
  const asStored = (/** @type {unknown} */ value) => value;
  await parquetRead({
    file,
    metadata,
    compressors,
    rowStart: start,
    rowEnd: start + rows,
    // Nanoseconds of the kind that has no name, as they are.
    parsers: /** @type {any} */ ({ timestampFromNanoseconds: asStored }),
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = columns.get(columnName);
      if (column === undefined) return;
      for (let index = 0; index < columnData.length; index += 1)
        column[rowStart - start + index] = columnData[index];
    },
  });
  for (const [name, values] of columns) {
    if (values.length > 0 && values.length !== rows)
      throw new Error(`${name} has ${values.length} values in ${rows} rows`);
  }
  const slices = [];
  for (let from = 0; from < rows; from += ROWS_AT_A_TIME) {
    const to = Math.min(rows, from + ROWS_AT_A_TIME);
    slices.push({
      start: start + from,
      rows: to - from,
      columns: names.map((name) => columns.get(name)?.slice(from, to) ?? []),
    });
  }
  return slices;
}

/**
 * The footer's numbers must fit together and into the file.
 * @param {Metadata} metadata
 * @param {number} size
 */
function mustAddUp(metadata, size) {
  const groups = metadata.row_groups;
  const rows = Number(metadata.num_rows);
  const sum = groups.reduce((total, group) => total + Number(group.num_rows), 0);
  const leaves = metadata.schema.filter(
    ({ num_children: children }) => children === undefined || children === 0,
  ).length;
  if (
    !Number.isSafeInteger(rows) ||
    rows < 0 ||
    groups.some((group) => Number(group.num_rows) < 0) ||
    sum !== rows
  )
    throw new Error(`it says ${metadata.num_rows} rows, and its groups have ${sum}`);
  if (rows > ROWS_FREE && rows > size * ROWS_A_BYTE_MOST)
    throw new Error(`it says ${rows} rows in ${size} bytes`);
  for (const group of groups) {
    // A group without rows has columns without pages.
    if (Number(group.num_rows) === 0) continue;
    if (group.columns.length !== leaves)
      throw new Error(`a group has ${group.columns.length} columns of ${leaves}`);
    for (const chunk of group.columns) {
      const { start, end } = spanOf(chunk);
      if (!(start >= 4 && start < end && end <= size)) throw new Error("a column lies outside the file");
      if (Number(chunk.meta_data?.num_values) < Number(group.num_rows))
        throw new Error("a column has too few values");
    }
  }
}

/** @param {Group["columns"][number]} chunk */
function spanOf({ meta_data: meta }) {
  if (meta === undefined) throw new Error("a column says nothing of itself");
  const data = Number(meta.data_page_offset);
  const dictionary = Number(meta.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: start + Number(meta.total_compressed_size) };
}

/**
 * @param {Group["columns"][number]} chunk
 * @param {Bytes} file
 */
async function bytesOf(chunk, file) {
  const { start, end } = spanOf(chunk);
  return new Uint8Array(await file.slice(start, end));
}

/**
 * Walks the pages of a column: their sizes, their number of values and, where they have one, their checksum.
 * @param {Uint8Array} bytes
 * @param {Group["columns"][number]} chunk
 * @param {number} rows
 */
function mustBeSound(bytes, chunk, rows) {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const wanted = Number(chunk.meta_data?.num_values);
  let values = 0;
  while (values < wanted) {
    if (reader.offset >= bytes.length) throw new Error(`a column has ${values} values of ${wanted}`);
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    const unpacked = header.uncompressed_page_size;
    if (!(size >= 0 && reader.offset + size <= bytes.length)) throw new Error("a page goes past its column");
    if (!(unpacked >= 0) || (unpacked > UNPACKED_BYTES_FREE && unpacked > size * RATIO_MOST))
      throw new Error(`a page of ${size} bytes says that it unpacks to ${unpacked}`);
    const page = bytes.subarray(reader.offset, reader.offset + size);
    if (header.crc !== undefined && crc32(page) !== header.crc >>> 0)
      throw new Error("the checksum of a page is another");
    reader.offset += size;
    const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
    if (count === undefined) continue;
    if (!(count >= 0)) throw new Error("a page has fewer than no values");
    values += count;
  }
  if (values !== wanted || wanted < rows) throw new Error(`a column has ${values} values of ${wanted}`);
}

/**
 * The element without what would make other values of the stored ones.
 * @param {import("hyparquet").SchemaElement} element
 */
function plain(element) {
  const { converted_type: converted, logical_type: logical, ...rest } = element;
  if (!STORED_AS_THEY_ARE.has(converted ?? "") && !STORED_AS_THEY_ARE.has(logical?.type ?? ""))
    return element;
  return rest;
}
