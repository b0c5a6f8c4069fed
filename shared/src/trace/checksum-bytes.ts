import { Members, type Utf8, type Written } from './checksum-members.ts';

const space = 0x20;
const quote = 0x22;
const plus = 0x2b;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const bigE = 0x45;
const bracket = 0x5b;
const backslash = 0x5c;
const bracketEnd = 0x5d;
const letterA = 0x61;
const smallE = 0x65;
const brace = 0x7b;
const braceEnd = 0x7d;
/** So many digits are a number that is written back as it was read. */
const sureDigitsMax = 15;
/** The comma behind a last member stands for a moment before its end takes the place. */
const spareBytes = 8;

/**
 * The canonical JSON (RFC 8785) of an object, as UTF-8, from the bytes of JSON text that says it, without its member
 * `leftOut`. The same as `canonicalJson` makes of what JSON.parse makes of the text, several times as fast: no value is
 * built, members are put in order where they stand, and only what could be written in another way is read. What stands
 * before the first brace and behind its own is passed over. Of text that is no JSON it makes something or throws: who
 * trusts the result has parsed the same text.
 */
export function canonicalBytes(json: Uint8Array, leftOut: string, utf8: Utf8): Uint8Array<ArrayBuffer> {
  const written: Written = {
    bytes: new Uint8Array(json.length + (json.length >> 5) + spareBytes),
    length: 0,
  };
  const members = new Members(written, utf8);
  const leftOutJson = JSON.stringify(leftOut);
  let at = json.indexOf(brace);

  function writeValue(): void {
    const first = json[at];
    if (first === quote) writeString();
    else if (first === brace) writeObject(false);
    else if (first === bracket) writeArray();
    else if (first !== undefined && first >= letterA) writeWord();
    else writeNumber();
  }

  function writeObject(isOutermost: boolean): void {
    const from = written.length;
    const mark = members.mark();
    put(brace);
    for (let next = pass(brace); next !== braceEnd; next = pass(comma)) {
      const start = written.length;
      writeString();
      const nameEnd = written.length;
      pass(colon);
      put(colon);
      writeValue();
      put(comma);
      if (isOutermost && textOf(start, nameEnd) === leftOutJson) written.length = start;
      else members.add(start, nameEnd);
    }
    members.close(mark);
    close(from, braceEnd);
  }

  function writeArray(): void {
    const from = written.length;
    put(bracket);
    for (let next = pass(bracket); next !== bracketEnd; next = pass(comma)) {
      writeValue();
      put(comma);
    }
    close(from, bracketEnd);
  }

  /** The comma behind the last one becomes the end. */
  function close(from: number, end: number): void {
    at++;
    if (written.length > from + 1) written.length--;
    put(end);
  }

  function writeString(): void {
    const from = at;
    const { bytes } = written;
    let to = written.length;
    let isPlain = json[at] === quote;
    bytes[to++] = quote;
    for (let byte = json[++at]; byte !== quote; byte = json[++at]) {
      if (byte === backslash) {
        isPlain = false;
        bytes[to++] = byte;
        byte = json[++at];
      }
      if (byte === undefined) throw notJson();
      bytes[to++] = byte;
    }
    at++;
    bytes[to++] = quote;
    if (isPlain) written.length = to;
    else write(JSON.stringify(JSON.parse(utf8.decode(json.subarray(from, at)))));
  }

  /** True, false, null. */
  function writeWord(): void {
    for (let byte = json[at]; byte !== undefined && byte >= letterA && byte < brace; byte = json[++at])
      put(byte);
  }

  function writeNumber(): void {
    const from = at;
    const start = written.length;
    let isSure = true;
    for (let byte = json[at]; isOfNumber(byte); byte = json[++at]) {
      if (byte < zero || byte > nine) isSure = false;
      put(byte);
    }
    if (at === from) throw notJson();
    if (isSure && at - from <= sureDigitsMax) return;
    let text = '';
    for (let i = from; i < at; i++) text += String.fromCharCode(json[i] as number);
    const shortest = `${Number(text)}`;
    if (shortest === text) return;
    written.length = start;
    write(shortest);
  }

  /** Text that may be longer than it was; for the rest there is always room as it stands. */
  function write(text: string): void {
    const bytes = utf8.encode(text);
    const wanted = written.length + bytes.length + json.length - at + spareBytes;
    if (wanted > written.bytes.length) {
      const wider = new Uint8Array(wanted + (wanted >> 3));
      wider.set(written.bytes.subarray(0, written.length));
      written.bytes = wider;
    }
    written.bytes.set(bytes, written.length);
    written.length += bytes.length;
  }

  function put(byte: number): void {
    written.bytes[written.length++] = byte;
  }

  /** Over a sign, or what ends instead of it, and space around; answers with what comes. */
  function pass(sign: number): number | undefined {
    passSpace();
    const byte = json[at];
    if (byte === sign) {
      at++;
      passSpace();
    } else if (byte !== braceEnd && byte !== bracketEnd) throw notJson();
    return json[at];
  }

  function passSpace(): void {
    for (let byte = json[at]; byte !== undefined && byte <= space; byte = json[at]) at++;
  }

  function textOf(from: number, to: number): string {
    return utf8.decode(written.bytes.subarray(from, to));
  }

  if (at < 0) throw notJson();
  writeObject(true);
  return written.bytes.subarray(0, written.length);
}

function isOfNumber(byte: number | undefined): byte is number {
  if (byte === undefined) return false;
  return (
    (byte >= zero && byte <= nine) || byte === minus || byte === point || byte === plus || isExponent(byte)
  );
}

function isExponent(byte: number): boolean {
  return byte === bigE || byte === smallE;
}

function notJson(): SyntaxError {
  return new SyntaxError('unable to write canonical JSON; the text is not JSON');
}
