import { isKnown } from '../../text/dockerfile/expand.ts';

/** A word of a build instruction that says which unit is meant; paths are still those inside of the image. */
export type Word =
  | { readonly ecosystem: string; readonly name: string }
  | { readonly program: string }
  /** Of an ecosystem where the command builds or installs what lies there. */
  | { readonly inImage: string; readonly ecosystem?: string };

/** Reads one command of a RUN instruction. */
export function wordsIn(command: readonly string[]): readonly Word[] {
  const [program = '', ...rest] = withoutPrefix(command);
  const found = readers.find(([names]) => names.test(program))?.[1](rest, program) ?? [];
  const programs = command.flatMap(builtProgram);
  return [...found, ...programs].filter((word) =>
    Object.values(word).every((text: string) => text !== '' && isKnown(text)),
  );
}

/** What stands before the program: variables, and words that run another command. */
export function withoutPrefix(command: readonly string[]): readonly string[] {
  const start = command.findIndex(
    (word) => !/^\w+=/.test(word) && !/^(sudo|exec|env|time|then|do|else|if|!|\{|npx|bunx|corepack)$/.test(word),
  );
  return start < 0 ? [] : command.slice(start);
}

/** `target/release/api`, where cargo leaves a program: `--target` and profiles put folders in between. */
export function builtProgram(word: string): readonly { readonly program: string }[] {
  const match =
    /(?:^|\/)target\/(?:[^/]+\/)?(?:release|debug|dist|production|minimal)\/([\w-]+)$|\/release\/([\w-]+)$/.exec(word);
  const program = match?.[1] ?? match?.[2];
  return program === undefined || /^(deps|build|examples|incremental)$/.test(program) ? [] : [{ program }];
}

type Reader = (rest: readonly string[], program: string) => readonly Word[];

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/(^|\/)(cargo|cross)$/, readCargo],
  [/(^|\/)(pip[\d.]*|pipx|python[\d.]*)$/, readPip],
  [/(^|\/)uv$/, readUv],
  [/(^|\/)maturin$/, (rest) => paths(valuesOf(rest, '-m', '--manifest-path'), 'python')],
  [/(^|\/)poetry$/, (rest) => paths(valuesOf(rest, '-C', '--directory', '-P', '--project'))],
  [/(^|\/)npm$/, (rest) => npmNames(valuesOf(rest, '-w', '--workspace'))],
  [/(^|\/)pnpm$/, (rest) => npmNames(valuesOf(rest, '--filter', '-F', '--filter-prod'))],
  [/(^|\/)yarn$/, readYarn],
  [/(^|\/)turbo$/, readTurbo],
  [/(^|\/)nx$/, readNx],
];

function readCargo(rest: readonly string[]): readonly Word[] {
  const packages = valuesOf(rest, '-p', '--package', '--bin').map((value) => value.split('@')[0] ?? value);
  const bins = valuesOf(rest, '--bin').map((program) => ({ program }));
  const names = packages.filter((name) => !bins.some(({ program }) => program === name));
  return [
    ...names.map((name) => ({ ecosystem: 'cargo', name })),
    ...bins,
    ...paths(valuesOf(rest, '--path', '--manifest-path'), 'cargo'),
  ];
}

function readPip(rest: readonly string[]): readonly Word[] {
  const at = rest.indexOf('install');
  const wheel = rest.indexOf('wheel');
  const start = at >= 0 ? at : wheel;
  return start < 0 ? [] : paths(rest.slice(start + 1).filter(isLocal), 'python');
}

function readUv(rest: readonly string[]): readonly Word[] {
  const names = valuesOf(rest, '--package').map((name) => ({ ecosystem: 'python', name }));
  const folders = valuesOf(rest, '--directory', '--project');
  return [...names, ...paths(folders), ...(rest[0] === 'pip' || rest[0] === 'tool' ? readPip(rest) : [])];
}

function readYarn(rest: readonly string[]): readonly Word[] {
  if (rest[0] === 'workspace') return npmNames(rest.slice(1, 2));
  return rest[0] === 'workspaces' && rest[1] === 'focus'
    ? npmNames(rest.slice(2).filter((word) => !word.startsWith('-')))
    : [];
}

function readTurbo(rest: readonly string[]): readonly Word[] {
  const pruned = rest[0] === 'prune' ? rest.slice(1).filter((word) => !word.startsWith('-')) : [];
  return npmNames([...valuesOf(rest, '--filter', '-F', '--scope'), ...pruned]);
}

function readNx(rest: readonly string[]): readonly Word[] {
  const [verb = '', what = ''] = rest.filter((word) => !word.startsWith('-'));
  const listed = valuesOf(rest, '-p', '--projects').flatMap((value) => value.split(','));
  return npmNames([
    ...listed,
    ...(verb.startsWith('run') ? [what.split(':')[0] ?? ''] : verb === 'affected' ? [] : [what]),
  ]);
}

/** A requirement that is a path: with a separator in front of all else, or the folder itself. */
const isLocal = (word: string): boolean => /^(\.|\.\.)$|^(\.{1,2})?\/|^\.\[/.test(word) && !word.endsWith('.txt');

const paths = (list: readonly string[], ecosystem?: string): readonly Word[] =>
  list.map((path) => ({
    ...(ecosystem === undefined ? {} : { ecosystem }),
    inImage: path.replace(/\[.*\]$/, '').replace(/(^|\/)(Cargo|pyproject)\.toml$/, '') || '.',
  }));

/** `@acme/web...`, `...web`, `{./web}`: the dots add dependencies and dependents, which the graph knows itself. */
const npmNames = (list: readonly string[]): readonly Word[] =>
  list
    .map((name) => name.replace(/^(\.{3}\^?)|(\^?\.{3})$/g, '').replace(/^\{(.*)\}$/, '$1'))
    .map((name) => (/^\.{0,2}\//.test(name) ? { inImage: name } : { ecosystem: 'npm', name }));

/** Values of options, written `-p x`, `-px`, `--package x` or `--package=x`. */
export function valuesOf(list: readonly string[], ...names: readonly string[]): readonly string[] {
  return list.flatMap((word, index) => {
    if (names.includes(word)) return list.slice(index + 1, index + 2);
    const name = names.find((option) => option.startsWith('--') && word.startsWith(`${option}=`));
    return name === undefined ? [] : [word.slice(name.length + 1)];
  });
}
