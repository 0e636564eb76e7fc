/** What the proofs of a file may use, found by the selectors: the core library, the project, and the file's lines above. */
import type { PremiseSelector, PremiseSource } from '../contracts/premises.ts';
import { queryOf } from '../contracts/premises.ts';
import type { Goal } from '../data/goal.ts';
import { coreLibrary } from '../data/library/core-library.ts';
import type { Premise } from '../data/premise.ts';
import type { Lean, LoadedFile } from '../lean/index.ts';
import { listModules, toPremise } from './accessible/listing.ts';
import { coreLabels } from './core-labels.ts';
import { fittingLabels } from './evaluation/leakage.ts';
import { PremiseIndex } from './premise-index.ts';
import { Bm25Selector } from './selectors/bm25.ts';
import { FusedSelector } from './selectors/fusion.ts';
import { MepoSelector } from './selectors/mepo.ts';
import { NaiveBayesSelector } from './selectors/naive-bayes.ts';
import { NeighbourSelector } from './selectors/neighbours.ts';
import { RaritySelector } from './selectors/rarity.ts';

/** The selectors of the default fusion. Some can take more premises behind those that they have. */
class Base {
  readonly index: PremiseIndex;
  readonly #bm25: Bm25Selector;
  readonly #mepo: MepoSelector;
  readonly #rarity: RaritySelector;
  readonly #learned: readonly PremiseSelector[];

  constructor(index: PremiseIndex) {
    this.index = index;
    this.#bm25 = new Bm25Selector(index.premises);
    this.#mepo = new MepoSelector(index.premises);
    this.#rarity = new RaritySelector(index.premises);
    const labels = fittingLabels(coreLabels());
    this.#learned = [new NaiveBayesSelector(index, labels), new NeighbourSelector(index, labels)];
  }

  with(own: readonly Premise[]): FusedSelector {
    return new FusedSelector([
      new RaritySelector(own, this.#rarity),
      new Bm25Selector(own, this.#bm25),
      new MepoSelector(own, this.#mepo),
      ...this.#learned,
    ]);
  }
}

let core: Base | undefined;
function coreBase(): Base {
  core ??= new Base(new PremiseIndex(coreLibrary().premises, coreLibrary().imports));
  return core;
}

/** A source that is made when it is first asked. */
class LazySource implements PremiseSource {
  readonly #open: () => Promise<PremiseSource>;
  #opened: Promise<PremiseSource> | undefined;

  constructor(open: () => Promise<PremiseSource>) {
    this.#open = open;
  }

  async select(...asked: Parameters<PremiseSource['select']>): ReturnType<PremiseSource['select']> {
    this.#opened ??= this.#open();
    return (await this.#opened).select(...asked);
  }
}

const nothing: PremiseSource = { select: async () => [] };

/** Among these premises, those of modules that are seen, the file's own, and neither the theorem itself nor what is deprecated. */
function sourceOver(own: readonly Premise[], isSeen: (module: string) => boolean, theorem: string): PremiseSource {
  const selector = coreBase().with(own);
  const isAccessible = ({ name, module, deprecated }: Premise): boolean =>
    name !== theorem && !deprecated && (module === '' || isSeen(module));
  return remembering(async (goal, count) => {
    const [ranked = []] = await selector.select([queryOf(goal, isAccessible)], count);
    return ranked;
  });
}

/** Premises that are looked for whenever a goal is asked about, so that whoever asks next finds them there. */
const atOnce = 64;

/** Several generators ask about the same goal: it is answered once. */
function remembering(select: PremiseSource['select']): PremiseSource {
  const answers = new WeakMap<Goal, { readonly count: number; readonly found: ReturnType<PremiseSource['select']> }>();
  return {
    async select(goal, count) {
      let answer = answers.get(goal);
      if (answer === undefined || answer.count < count) {
        const most = Math.max(count, atOnce);
        answer = { count: most, found: select(goal, most) };
        answers.set(goal, answer);
      }
      return (await answer.found).slice(0, count);
    },
  };
}

/** For a library theorem: what the modules see that its own module imports. Nothing where Lean is not the one of the index. */
export const librarySource = (
  lean: Pick<Lean, 'version'>,
  { library, module }: { readonly library: string; readonly module: string },
): PremiseSource =>
  new LazySource(async () => {
    if (lean.version.githash !== coreLibrary().githash) return nothing;
    const { index } = coreBase();
    const seen = index.reachable(index.imports.get(module) ?? []);
    return sourceOver([], (other) => seen.has(other), library);
  });

/** For a goal of no file: what the core library has. Nothing where Lean is not the one of the index. */
export const coreSource = (lean: Pick<Lean, 'version'>): PremiseSource =>
  new LazySource(async () =>
    lean.version.githash === coreLibrary().githash ? sourceOver([], () => true, '') : nothing,
  );

export interface FilePlace {
  readonly theorem: string;
  /** 1-based line where the declaration begins. */
  readonly line: number;
  /** Theorems of the file that a proof must not use: they hold a `sorry`. */
  readonly open: ReadonlySet<string>;
}

/** For a theorem of a file: what its imports and the lines above make usable. */
export const fileSource = (lean: Lean, file: LoadedFile, { theorem, line, open }: FilePlace): PremiseSource =>
  new LazySource(async () => {
    const [beyond, listed] = await Promise.all([beyondCore(lean, file.imports), lean.listOwnPremises(file)]);
    const above = (listed.ok ? listed.value : [])
      .map(toPremise)
      .filter(({ name, position }) => !open.has(name) && position !== undefined && position[0] < line);
    return sourceOver([...above, ...beyond.premises], (module) => beyond.modules.has(module), theorem);
  });

interface Beyond {
  /** Every module that the imports bring in. */
  readonly modules: ReadonlySet<string>;
  /** Premises of those that the index does not have: of a project, and all where another Lean runs. */
  readonly premises: readonly Premise[];
}

const listedBefore = new WeakMap<Lean, Map<string, Promise<Beyond>>>();

/** Once per Lean and set of imports. */
function beyondCore(lean: Lean, imports: readonly string[]): Promise<Beyond> {
  const byImports = listedBefore.get(lean) ?? new Map<string, Promise<Beyond>>();
  listedBefore.set(lean, byImports);
  const key = imports.join(' ');
  const listing = byImports.get(key) ?? listBeyond(lean, imports);
  byImports.set(key, listing);
  return listing;
}

/** The compiler's own modules are left out: they are many, and no mathematics. */
const isCompiler = (module: string): boolean => /^(?:Lean|Lake)(?:\.|$)/.test(module);

async function listBeyond(lean: Lean, imports: readonly string[]): Promise<Beyond> {
  const listed = await lean.listModules(imports);
  if (!listed.ok) return { modules: new Set(), premises: [] };
  const known = lean.version.githash === coreLibrary().githash ? coreLibrary().imports : new Map<string, never>();
  const modules = new Set(listed.value.map(({ name }) => name));
  const isWanted = (module: string): boolean =>
    !known.has(module) && !isCompiler(module) && !/^(?:Init|Std)\b/.test(module);
  if (![...modules].some(isWanted)) return { modules, premises: [] };
  const library = await listModules(lean, { imports, isWanted });
  return { modules, premises: library.ok ? library.value.premises : [] };
}
