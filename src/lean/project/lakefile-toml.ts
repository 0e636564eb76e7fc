import { join } from 'node:path';
import { z } from 'zod';
import type { OptionSetting } from '../protocol.ts';
import { globModule, type Lakefile, parseGlob, type Target } from './lakefile.ts';

const OptionTable = z.record(z.string(), z.unknown());
const NamedOption = z.object({ name: z.string(), value: z.unknown() });
const Options = z.union([z.array(NamedOption), OptionTable]).optional();

const TargetTable = z.object({
  name: z.string(),
  srcDir: z.string().default('.'),
  root: z.string().optional(),
  roots: z.array(z.string()).optional(),
  globs: z.union([z.string(), z.array(z.string())]).optional(),
  leanOptions: Options,
  moreLeanArgs: z.array(z.string()).default([]),
});

const LakefileTable = z.object({
  name: z.string(),
  srcDir: z.string().default('.'),
  packagesDir: z.string().default(join('.lake', 'packages')),
  leanOptions: Options,
  moreLeanArgs: z.array(z.string()).default([]),
  defaultTargets: z.array(z.string()).default([]),
  lean_lib: z.array(TargetTable).default([]),
  lean_exe: z.array(TargetTable).default([]),
  require: z.array(z.object({ name: z.string() })).default([]),
});

/** `table` is the parsed TOML; throws where it is no lakefile. */
export function readTomlLakefile(file: string, table: unknown): Lakefile {
  const parsed = LakefileTable.safeParse(table);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { name, srcDir, packagesDir, leanOptions, moreLeanArgs, defaultTargets, lean_lib, lean_exe } = parsed.data;
  return {
    file,
    name,
    srcDir,
    packagesDir,
    defaultTargets,
    options: [...optionSettings(leanOptions), ...definedOptions(moreLeanArgs)],
    targets: [...lean_lib.map((lib) => target('library', lib)), ...lean_exe.map((exe) => target('executable', exe))],
    requires: parsed.data.require.map((required) => required.name),
  };
}

function target(kind: Target['kind'], table: z.infer<typeof TargetTable>): Target {
  const roots = table.roots ?? [table.root ?? table.name];
  const globs = typeof table.globs === 'string' ? [table.globs] : table.globs;
  return {
    kind,
    name: table.name,
    srcDir: table.srcDir,
    roots,
    globs: globs?.map(parseGlob) ?? roots.map(globModule),
    options: [...optionSettings(table.leanOptions), ...definedOptions(table.moreLeanArgs)],
  };
}

/** Keys with dots make tables within tables. */
function optionSettings(options: z.infer<typeof Options>): readonly OptionSetting[] {
  if (options === undefined) return [];
  if (Array.isArray(options)) return options.flatMap(({ name, value }) => settings(name, value));
  return Object.entries(options).flatMap(([name, value]) => settings(name, value));
}

function settings(name: string, value: unknown): readonly OptionSetting[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => settings(`${name}.${key}`, inner));
  }
  return [optionSetting(name, value)];
}

/** `weak.` says that Lean may not know the option, which it then ignores; here every option may be unknown. */
export function optionSetting(name: string, value: unknown): OptionSetting {
  const kind = typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'nat' : 'string';
  return { name: name.replace(/^weak\./, ''), kind, value: String(value) };
}

/** `-Dname=value` among the arguments for `lean`. */
export function definedOptions(args: readonly string[]): readonly OptionSetting[] {
  return args.flatMap((arg) => {
    const [, name, value] = /^-D\s*([^=]+)=(.*)$/.exec(arg) ?? [];
    if (name === undefined || value === undefined) return [];
    const typed =
      value === 'true' || value === 'false' ? value === 'true' : /^\d+$/.test(value) ? Number(value) : value;
    return [optionSetting(name, typed)];
  });
}
