import { isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path/posix';
import { acting, chains, entrance, layers, shared, siblings } from './layers.ts';
import { effectsOf, importsOf, type Import } from './source.ts';
import type { Violation } from './violation.ts';

/** Checks the files below packages/nx-convoy/src, by their path from there. */
export function walls(files: ReadonlyMap<string, string>): readonly Violation[] {
  return [...files].flatMap(([file, text]) => {
    const at = placeOf(file);
    const imports = importsOf(file, text).flatMap((imported) => {
      const broken = imported.from.startsWith('.') ? inside(at, imported.from) : outside(at, imported);
      return broken === undefined ? [] : [{ file, line: imported.line, ...broken }];
    });
    const effects = at.pure ? effectsOf(file, text).map((effect) => ({ file, ...impure(effect) })) : [];
    return [...naming(at), ...imports, ...effects];
  });
}

interface Place {
  readonly file: string;
  /** The first folder; empty for src/index.ts. */
  readonly layer: string;
  /** The second folder: an ecosystem, a protocol, a forge, a verb. */
  readonly slice: string;
  readonly pure: boolean;
}

type Broken = Pick<Violation, 'what' | 'fix'> | undefined;

function placeOf(file: string): Place {
  const [layer = '', slice = ''] = dirname(file) === '.' ? [] : dirname(file).split('/');
  const pure = !acting.has(layer) && !isSpec(file);
  return { file, layer, slice: siblings.has(layer) ? slice : '', pure };
}

const isSpec = (file: string): boolean => file.endsWith('.spec.ts');

function naming({ file, layer }: Place): readonly Violation[] {
  const found: Violation[] = [];
  const vague = file.split('/').find((part) => /^(utils?|helpers?|common|misc)(\.|$)/i.test(part));
  if (vague !== undefined) {
    found.push({ file, line: 1, what: `"${vague}" hides an idea`, fix: 'Name the idea that the code is about.' });
  }
  const entry = layer === '' && /^index(\.spec)?\.ts$/.test(basename(file));
  if (!entry && layers[layer] === undefined) {
    const fix = 'Move it into a layer, or give the new layer its place in tools/checks/layers.ts.';
    found.push({ file, line: 1, what: 'stands in no layer', fix });
  }
  return found;
}

function inside(at: Place, specifier: string): Broken {
  const target = join(dirname(at.file), specifier);
  if (target.startsWith('..')) {
    // Tests are not shipped.
    if (isSpec(at.file)) return undefined;
    return {
      what: `imports ${specifier}, outside of src`,
      fix: 'Import the package by its name, or move the code here.',
    };
  }
  const to = placeOf(target);
  if (to.layer !== at.layer) {
    const allowed = at.layer === '' ? entrance : (layers[at.layer] ?? []);
    if (allowed.includes(to.layer)) return undefined;
    return {
      what: `${at.layer === '' ? 'index.ts' : at.layer} imports ${to.layer === '' ? 'index.ts' : to.layer} (${specifier})`,
      fix: `It may import ${allowed.length > 0 ? allowed.join(', ') : 'only itself'}: move what is shared further in, or hand it over as an argument.`,
    };
  }
  if (at.slice === '' || to.slice === at.slice || shared.has(`${to.layer}/${to.slice}`)) return undefined;
  const registry = to.slice === '' && basename(target) === 'index.ts';
  if (to.slice === '' && !registry) return undefined;
  const chained = chains[`${at.layer}/${at.slice}`] ?? [];
  if (chained.includes(`${to.layer}/${to.slice}`) && basename(target) === 'verb.ts') return undefined;
  return {
    what: `${at.layer}/${at.slice} imports ${registry ? `the list of all ${at.layer}` : `${to.layer}/${to.slice}`} (${specifier})`,
    fix: `Folders of ${at.layer} do not know each other: move what both need into ${at.layer}/ itself or further in.`,
  };
}

function outside({ layer, pure }: Place, { from }: Import): Broken {
  if (layer !== 'nx' && /^(nx|@nx)(\/|$)/.test(from)) {
    return { what: `imports ${from}`, fix: 'Only nx/ knows Nx: translate there and hand plain data in.' };
  }
  if (pure && (isBuiltin(from) ? !harmless.has(from.replace(/^node:/, '')) : effectful.has(packageOf(from)))) {
    return { what: `imports ${from}`, fix: 'Only shell/ acts: take a Snapshot, a World or plain data instead.' };
  }
  return undefined;
}

/** Builtin modules that only calculate. */
const harmless = new Set([
  'buffer',
  'crypto',
  'path',
  'path/posix',
  'path/win32',
  'querystring',
  'url',
  'util',
  'zlib',
]);

const effectful = new Set(['execa', 'globby', '@nx-convoy/local-registries']);

const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

function impure({ name, line }: { readonly name: string; readonly line: number }): Omit<Violation, 'file'> {
  return { line, what: `uses ${name}`, fix: 'Only shell/ acts: ask the World, or take the value as an argument.' };
}
