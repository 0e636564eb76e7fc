/**
 * `lakefile.lean` as far as it is declarative: `package`, `lean_lib`, `lean_exe` and `require` with fields that are names,
 * strings, booleans, numbers and arrays of them. What is computed is left out, with the file's other commands.
 */
import { join } from 'node:path';
import type { Problem } from '../../data/problem.ts';
import { ok, type Result } from '../../data/result.ts';
import type { OptionSetting } from '../protocol.ts';
import { type Glob, globModule, type Lakefile, parseGlob, type Target } from './lakefile.ts';
import { definedOptions, optionSetting } from './lakefile-toml.ts';
import { withoutComments } from './source-text.ts';

interface Declaration {
  readonly keyword: string;
  readonly name: string;
  /** Field names with the text of their values. */
  readonly fields: ReadonlyMap<string, string>;
}

const keywords = /^(?:@\[[^\]]*\]\s*)?(package|lean_lib|lean_exe|require)\s+/;

export function readLeanLakefile(file: string, text: string): Result<Lakefile, Problem> {
  const declarations = topLevel(withoutComments(text)).flatMap(declarationOf);
  const own = declarations.find(({ keyword }) => keyword === 'package');
  return ok({
    file,
    name: own?.name ?? '',
    srcDir: stringIn(own?.fields.get('srcDir')) ?? '.',
    packagesDir: stringIn(own?.fields.get('packagesDir')) ?? join('.lake', 'packages'),
    options: own === undefined ? [] : optionsOf(own),
    targets: declarations.flatMap(targetOf),
    requires: declarations.filter(({ keyword }) => keyword === 'require').map(({ name }) => name),
    defaultTargets: declarations.filter((each) => isDefault(text, each)).map(({ name }) => name),
  });
}

/** Commands begin at the left margin. */
function topLevel(text: string): readonly string[] {
  const commands: string[] = [];
  for (const line of text.split('\n')) {
    const continues = /^[\s})\]|]/.test(line) || line === '' || /^where\b/.test(line);
    if (continues && commands.length > 0) commands.push(`${commands.pop()}\n${line}`);
    // An attribute may stand on a line of its own.
    else if (/^@\[[^\]]*\]\s*$/.test(commands.at(-1) ?? '')) commands.push(`${commands.pop()} ${line}`);
    else commands.push(line);
  }
  return commands;
}

function declarationOf(command: string): readonly Declaration[] {
  const match = keywords.exec(command);
  if (match === null) return [];
  const [, keyword = ''] = match;
  const rest = command.slice(match[0].length);
  // `require "scope" / "name"` and `require name`.
  const scoped = keyword === 'require' ? /^"[^"]*"\s*\/\s*("[^"]*"|[^\s@]+)/.exec(rest)?.[1] : undefined;
  const name = unquote(scoped ?? /^(?:"[^"]*"|«[^»]*»|[^\s{]+)/.exec(rest)?.[0] ?? '');
  return [{ keyword, name, fields: fieldsOf(rest) }];
}

const isDefault = (text: string, { keyword, name }: Declaration): boolean =>
  new RegExp(`@\\[default_target\\]\\s*${keyword}\\s+["«]?${name.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}`).test(text);

/** Fields are `name := value`, one after the other, each on a line of its own or after a comma. */
function fieldsOf(whole: string): ReadonlyMap<string, string> {
  // Without empty lines and indentation: at every line break of a long run of them the pattern would start over.
  const text = whole
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  const starts = [...text.matchAll(/(?:^|[\n,{]|\bwhere\b)\s*([A-Za-z][\w.]*)\s*:=/g)];
  return new Map(
    starts.map((start, index) => {
      const from = (start.index ?? 0) + start[0].length;
      return [start[1] ?? '', text.slice(from, starts[index + 1]?.index ?? text.length).trim()] as const;
    }),
  );
}

function targetOf({ keyword, name, fields }: Declaration): readonly Target[] {
  if (keyword !== 'lean_lib' && keyword !== 'lean_exe') return [];
  const roots = namesIn(fields.get('roots') ?? fields.get('root'));
  const found = roots.length > 0 ? roots : [name];
  const globs = globsIn(fields.get('globs'));
  return [
    {
      kind: keyword === 'lean_lib' ? 'library' : 'executable',
      name,
      srcDir: stringIn(fields.get('srcDir')) ?? '.',
      roots: found,
      globs: globs.length > 0 ? globs : found.map(globModule),
      options: optionsOf({ keyword, name, fields }),
    },
  ];
}

/** `⟨`name, value⟩` in `leanOptions`, `-Dname=value` in `moreLeanArgs`. */
function optionsOf({ fields }: Declaration): readonly OptionSetting[] {
  const pairs = [...(fields.get('leanOptions') ?? '').matchAll(/⟨\s*`([\w.«»]+)\s*,\s*(?=\S)(?:\.\w+\s+)?([^⟨⟩]+)⟩/g)];
  const named = pairs.map(([, name = '', value = '']) => optionSetting(name, literal(value.trim())));
  return [...named, ...definedOptions(stringsIn(fields.get('moreLeanArgs')))];
}

const literal = (text: string): unknown =>
  text === 'true' || text === 'false' ? text === 'true' : /^\d+$/.test(text) ? Number(text) : unquote(text);

const unquote = (text: string): string => text.replace(/^["«](.*)["»]$/s, '$1');
const stringIn = (text: string | undefined): string | undefined => /"([^"]*)"/.exec(text ?? '')?.[1];
const stringsIn = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/"([^"]*)"/g)].map(([, inner = '']) => inner);
const namesIn = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/`([\w.«»]+)/g)].map(([, name = '']) => name);

/** `` .one `A ``, `` .submodules `A ``, `` .andSubmodules `A ``, and plain names. */
function globsIn(text: string | undefined): readonly Glob[] {
  const kinds: Readonly<Record<string, Glob['kind']>> = { submodules: 'submodules', andSubmodules: 'both' };
  return [...(text ?? '').matchAll(/(?:\.(\w+)\s+)?`([\w.«»]+(?:\.[+*])?)/g)].map(([, kind = '', name = '']) =>
    kinds[kind] === undefined ? parseGlob(name) : { kind: kinds[kind], module: name },
  );
}
