/**
 * `lean.wasm` with a second table in place of most of its exports. As shipped it exports 201,110 names, and every instance
 * makes a JavaScript object of each: half a second and 40 MB. Nearly all are functions that only Lean's interpreter asks for,
 * by name and a few thousand at most, so they become entries of a table, in the order of their sorted names.
 */
import { decodeUnsigned, encodeUnsigned } from './leb128.ts';

const [importSection, tableSection, exportSection, elementSection] = [2, 4, 7, 9];
const [functionKind, tableKind, memoryKind, globalKind] = [0, 1, 2, 3];
const funcref = 0x70;
/** Names that compiled Lean code and C++ give to their functions; the runtime's own interface has other names. */
export const movedFunction = /^(l_|initialize_|_Z)/;

/** The export under which the table goes. */
export const functionTable = 'ariadne_functions';

export interface CompactModule {
  readonly bytes: Buffer;
  /** Names of the table's functions, in the order of their entries. */
  readonly names: readonly string[];
}

interface Section {
  readonly id: number;
  readonly body: Buffer;
}

/** `loader` is the text of the script that boots the module; the functions that it names stay exports. */
export function compactExports(module: Buffer, loader: string): CompactModule {
  const used = new Set(loader.match(/[A-Za-z_$][A-Za-z0-9_$]*/g));
  const moved = new Map<string, number>();
  const sections: Section[] = [];
  let tables = 0;
  for (const section of readSections(module)) {
    if (section.id === importSection) for (const name of importedNames(section.body)) used.add(name);
    if (section.id === tableSection) tables = decodeUnsigned(section.body, 0).value;
    if (section.id === exportSection) {
      sections.push({ id: exportSection, body: keepExports(section.body, tables, used, moved) });
    } else sections.push(section);
  }
  const names = [...moved.keys()].sort();
  const indexes = names.map((name) => moved.get(name) ?? 0);
  const changed = sections.map((section): Section => {
    if (section.id === tableSection) return append(section, tableOf(names.length));
    if (section.id === elementSection) return append(section, elementsOf(tables, indexes));
    return section;
  });
  return { bytes: Buffer.concat([module.subarray(0, 8), ...changed.flatMap(writeSection)]), names };
}

function* readSections(module: Buffer): Generator<Section> {
  for (let at = 8; at < module.length; ) {
    const size = decodeUnsigned(module, at + 1);
    yield { id: module[at] ?? 0, body: module.subarray(size.next, size.next + size.value) };
    at = size.next + size.value;
  }
}

const writeSection = ({ id, body }: Section): readonly Buffer[] => [
  Buffer.from([id]),
  encodeUnsigned(body.length),
  body,
];

/** Names of what the module imports: a linker's symbol may stand on both sides. */
function* importedNames(body: Buffer): Generator<string> {
  const count = decodeUnsigned(body, 0);
  let at = count.next;
  const number = (): number => {
    const { value, next } = decodeUnsigned(body, at);
    at = next;
    return value;
  };
  const limits = (): void => {
    const hasMaximum = (number() & 1) === 1;
    number();
    if (hasMaximum) number();
  };
  for (let done = 0; done < count.value; done++) {
    for (const isName of [false, true]) {
      const length = number();
      if (isName) yield body.toString('latin1', at, at + length);
      at += length;
    }
    const kind = body[at++] ?? 0;
    if (kind === functionKind) number();
    else if (kind === tableKind) {
      at++;
      limits();
    } else if (kind === memoryKind) limits();
    else if (kind === globalKind) at += 2;
    else {
      at++;
      number();
    }
  }
}

/** Moves functions out of the exports into `moved`, and names the new table, which comes after the `tables` there are. */
function keepExports(body: Buffer, tables: number, used: ReadonlySet<string>, moved: Map<string, number>): Buffer {
  const kept: Buffer[] = [];
  const count = decodeUnsigned(body, 0);
  let at = count.next;
  for (let done = 0; done < count.value; done++) {
    const length = decodeUnsigned(body, at);
    const nameEnd = length.next + length.value;
    const index = decodeUnsigned(body, nameEnd + 1);
    const name = body.toString('latin1', length.next, nameEnd);
    if (body[nameEnd] === functionKind && movedFunction.test(name) && !used.has(name)) moved.set(name, index.value);
    else kept.push(body.subarray(at, index.next));
    at = index.next;
  }
  kept.push(encodeName(functionTable), Buffer.from([tableKind]), encodeUnsigned(tables));
  return Buffer.concat([encodeUnsigned(count.value - moved.size + 1), ...kept]);
}

const encodeName = (name: string): Buffer =>
  Buffer.concat([encodeUnsigned(Buffer.byteLength(name)), Buffer.from(name)]);

/** One more entry of a section that is a counted list. */
function append({ id, body }: Section, entry: Buffer): Section {
  const count = decodeUnsigned(body, 0);
  return { id, body: Buffer.concat([encodeUnsigned(count.value + 1), body.subarray(count.next), entry]) };
}

const tableOf = (size: number): Buffer =>
  Buffer.concat([Buffer.from([funcref, 1]), encodeUnsigned(size), encodeUnsigned(size)]);

/** An active segment that fills the table from its start. */
function elementsOf(table: number, functions: readonly number[]): Buffer {
  const activeWithTable = 2;
  const [i32Const, end, functionElements] = [0x41, 0x0b, 0];
  return Buffer.concat([
    Buffer.from([activeWithTable]),
    encodeUnsigned(table),
    Buffer.from([i32Const, 0, end, functionElements]),
    encodeUnsigned(functions.length),
    ...functions.map(encodeUnsigned),
  ]);
}
