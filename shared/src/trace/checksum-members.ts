/** Bytes that are written one after the other. */
export interface Written {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
}

/** TextDecoder's and TextEncoder's. */
export interface Utf8 {
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array;
}

const backslash = 0x5c;
/** The first byte that is not ASCII. */
const ascii = 0x80;
/** Shorter ones are copied faster byte by byte. */
const longBytes = 64;
/** Up to here it is faster to put members in their places one by one. */
const fewMembers = 32;
const membersAtFirst = 256;

/**
 * Puts the members of objects in the order of their names, where they stand written: each as `"name":value,`. Objects
 * stand within one another: those of an inner one are kept above those of the outer one, until it is closed.
 */
export class Members {
  private readonly written: Written;
  private readonly utf8: Utf8;
  private starts = new Int32Array(membersAtFirst);
  private nameEnds = new Int32Array(membersAtFirst);
  private ends = new Int32Array(membersAtFirst);
  private count = 0;
  private aside = new Uint8Array(0);

  constructor(written: Written, utf8: Utf8) {
    this.written = written;
    this.utf8 = utf8;
  }

  /** Members that are added from here on are of one object. */
  mark(): number {
    return this.count;
  }

  /** One was written, from `start` to where writing stands; `nameEnd` is behind its name's quote. */
  add(start: number, nameEnd: number): void {
    if (this.count === this.starts.length) {
      this.starts = twice(this.starts);
      this.nameEnds = twice(this.nameEnds);
      this.ends = twice(this.ends);
    }
    this.starts[this.count] = start;
    this.nameEnds[this.count] = nameEnd;
    this.ends[this.count++] = this.written.length;
  }

  /** All since `mark` are written: puts them in order. Of several with one name the last stays, as JSON.parse has it. */
  close(mark: number): void {
    if (!this.isInOrder(mark)) this.move(mark, this.order(mark));
    this.count = mark;
  }

  private isInOrder(mark: number): boolean {
    for (let member = mark + 1; member < this.count; member++)
      if (this.compare(member - 1, member) >= 0) return false;
    return true;
  }

  private order(mark: number): number[] {
    const order: number[] = [];
    for (let member = mark; member < this.count; member++) order.push(member);
    if (order.length > fewMembers) order.sort((one, other) => this.compare(one, other));
    else this.insertEach(order);
    return order.filter((member, n) => n === order.length - 1 || this.compare(member, order[n + 1]!) !== 0);
  }

  private insertEach(order: number[]): void {
    for (let n = 1; n < order.length; n++) {
      const member = order[n] as number;
      let to = n;
      for (; to > 0 && this.compare(order[to - 1] as number, member) > 0; to--)
        order[to] = order[to - 1] as number;
      order[to] = member;
    }
  }

  /** The largest is moved to its place, all others by way of another one: a list of events is nearly all there is. */
  private move(mark: number, order: readonly number[]): void {
    const { written } = this;
    const from = this.starts[mark] as number;
    const largest = order.reduce((one, other) => (this.sizeOf(other) > this.sizeOf(one) ? other : one));
    const size = order.reduce((sum, member) => sum + this.sizeOf(member), 0) - this.sizeOf(largest);
    if (this.aside.length < size) this.aside = new Uint8Array(2 * size);
    let kept = 0;
    let to = from;
    let largestTo = from;
    for (const member of order) {
      if (member === largest) largestTo = to;
      else kept = copy(written.bytes, this.starts[member]!, this.ends[member]!, this.aside, kept);
      to += this.sizeOf(member);
    }
    written.bytes.copyWithin(largestTo, this.starts[largest]!, this.ends[largest]!);
    const before = largestTo - from;
    copy(this.aside, 0, before, written.bytes, from);
    copy(this.aside, before, size, written.bytes, largestTo + this.sizeOf(largest));
    written.length = to;
  }

  private sizeOf(member: number): number {
    return (this.ends[member] as number) - (this.starts[member] as number);
  }

  /** Names in the order of their UTF-16 code units. */
  private compare(one: number, other: number): number {
    const { bytes } = this.written;
    let at = (this.starts[one] as number) + 1;
    let to = (this.starts[other] as number) + 1;
    // Up to their quotes: a name stands before those that begin with it.
    const atEnd = (this.nameEnds[one] as number) - 1;
    const toEnd = (this.nameEnds[other] as number) - 1;
    for (; at < atEnd && to < toEnd; at++, to++) {
      const a = bytes[at] as number;
      const b = bytes[to] as number;
      // Escapes and UTF-8 have orders of their own.
      if (a >= ascii || b >= ascii || a === backslash || b === backslash)
        return this.compareTexts(one, other);
      if (a !== b) return a - b;
    }
    return atEnd - at - (toEnd - to);
  }

  private compareTexts(one: number, other: number): number {
    const [a, b] = [this.nameOf(one), this.nameOf(other)];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }

  private nameOf(member: number): string {
    const json = this.written.bytes.subarray(this.starts[member], this.nameEnds[member]);
    return JSON.parse(this.utf8.decode(json)) as string;
  }
}

function twice(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * list.length);
  wider.set(list);
  return wider;
}

/** Returns where the next one goes. */
function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if (end - start > longBytes) to.set(from.subarray(start, end), at);
  else for (let i = start; i < end; i++) to[at + i - start] = from[i] as number;
  return at + end - start;
}
