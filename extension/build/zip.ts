import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With `/` between folders. */
  path: string;
  body: Buffer;
}

const [localSignature, centralSignature, endSignature] = [0x04034b50, 0x02014b50, 0x06054b50];
const version = 20;
const utf8Names = 0x0800;
const deflated = 8;
/** 1 January 1980, the format's first day: the same files make the same archive, whenever it is made. */
const dosDate = 0x0021;

/** A ZIP archive (PKWARE APPNOTE 6.3, without ZIP64): entries deflated, in the order given. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, body } of entries) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(body, { level: 9 });
    const common = commonHeader(body, packed, name);
    const local = Buffer.concat([uint32(localSignature), common, uint16(0), name, packed]);
    const more = Buffer.concat([uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)]);
    central.push(Buffer.concat([uint32(centralSignature), uint16(version), common, more, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = uint16(entries.length);
  const end = [uint32(endSignature), uint16(0), uint16(0), count, count];
  return Buffer.concat([...locals, directory, ...end, uint32(directory.length), uint32(offset), uint16(0)]);
}

/** From "version needed" to "file name length", which both kinds of headers share. */
function commonHeader(body: Buffer, packed: Buffer, name: Buffer): Buffer {
  const words = [version, utf8Names, deflated, 0, dosDate].map(uint16);
  const longs = [crc32(body), packed.length, body.length].map(uint32);
  return Buffer.concat([...words, ...longs, uint16(name.length)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
