import type { Made, Opened } from '../../model/packaging.ts';
import type { Problem } from '../../model/problem.ts';
import { isSameVersion } from '../../versions/pep440.ts';
import { compiles } from './compiled.ts';
import { normalise } from './names.ts';
import { readProjects } from './project.ts';
import { unrecorded } from './record.ts';

/** Wheels as installers read them, and source distributions as indices do. */
export function inspectDistributions(made: Made): readonly Problem[] {
  const { unit } = made;
  const kinds = made.files.map(({ name }) => /\.(?:whl|tar\.gz)$/.exec(name)?.[0]);
  // Other machines make the rest.
  const isPart = made.asked?.part !== undefined;
  const absent = ['.whl', '.tar.gz'].filter((kind) => !isPart && !kinds.includes(kind));
  return [
    ...absent.map((kind) =>
      problem(
        'PACKAGE_MISSING',
        `The backend of ${unit.name} made no ${kind === '.whl' ? 'wheel' : 'source distribution'}.`,
        unit.manifest,
        'See package.log in its folder.',
      ),
    ),
    ...made.files.flatMap((file) => (file.name.endsWith('.whl') ? wheel(file, made) : source(file, made))),
  ];
}

function wheel(file: Opened, made: Made): readonly Problem[] {
  const { unit, repo } = made;
  const parts = file.name.replace(/\.whl$/, '').split('-');
  const info = file.entries.find(({ path }) => /^[^/]+\.dist-info\/WHEEL$/.test(path))?.path.split('/')[0];
  if (info === undefined || parts.length < 5) return [other(`${file.name} has no dist-info/WHEEL`, made)];
  const tags = headers(textOf(file, `${info}/WHEEL`), 'Tag');
  const [python = '', abi = '', platform = ''] = parts.slice(-3);
  const told = expanded(python, abi, platform);
  const project = readProjects(repo).projects.find(({ folder }) => folder === unit.root);
  const isPure = platform === 'any';
  const hasNative = file.entries.some(({ path }) => isNative(path));
  return [
    ...metadata(file, `${info}/METADATA`, made),
    ...(tags.length > 0 && [...tags].sort().join(' ') === told.join(' ')
      ? []
      : [
          problem(
            'WHEEL_TAG',
            `${file.name} says ${told.join(', ')}, and its WHEEL file ${tags.join(', ') || 'nothing'}.`,
            unit.manifest,
            'Do not rename wheels: retag them (wheel tags), or build again.',
          ),
        ]),
    ...(isPure && hasNative
      ? [
          problem(
            'WHEEL_TAG',
            `${file.name} is for any platform, and holds compiled files.`,
            unit.manifest,
            'Tell the backend that the wheel is not pure, so that its tag names the platform.',
          ),
        ]
      : []),
    ...(project !== undefined && compiles(project) && !hasNative
      ? [
          problem(
            'WHEEL_NOT_COMPILED',
            `${file.name} holds no compiled module or program, though ${unit.manifest} compiles one.`,
            unit.manifest,
            'See package.log in its folder; the manifest-path or the module name of the backend may be wrong.',
          ),
        ]
      : []),
    ...unrecorded(file, info).map((what) =>
      problem(
        'WHEEL_RECORD',
        `${file.name}: ${what}.`,
        unit.manifest,
        'Nothing may change a wheel once it is built: build again, and take steps that edit it into the build.',
      ),
    ),
    ...surprises(file, unit.name, unit.manifest),
  ];
}

/** A compiled module, or a program in the scripts of a wheel that Python itself did not write. */
const isNative = (path: string): boolean =>
  /\.(?:so|pyd|dylib|dll)$|\.so\.\d/.test(path) || /^[^/]+\.data\/scripts\/[^/.]+(?:\.exe)?$/.test(path);

/** `py2.py3-none-any` stands for both. */
const expanded = (...parts: readonly string[]): readonly string[] =>
  parts
    .map((part) => part.split('.'))
    .reduce<readonly string[]>(
      (whole, words) => whole.flatMap((lead) => words.map((word) => (lead === '' ? word : `${lead}-${word}`))),
      [''],
    )
    .slice()
    .sort();

/** Folders that nobody wants to import, and that hide those of others where all packages are installed together. */
const unwanted = /^(?:tests?|testing|docs?|examples?|build|dist|src|scripts|benchmarks?|tools)$/;

function surprises(file: Opened, name: string, manifest: string): readonly Problem[] {
  const tops = new Set(
    file.entries.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])),
  );
  return [...tops].flatMap((top) =>
    unwanted.test(top) && normalise(top) !== normalise(name)
      ? [
          {
            ...problem(
              'WHEEL_TOP_LEVEL',
              `${file.name} installs ${top} beside all other packages.`,
              manifest,
              `Name the packages that belong into the wheel in the settings of the backend, or leave ${top} out.`,
            ),
            severity: 'warning' as const,
          },
        ]
      : [],
  );
}

function source(file: Opened, made: Made): readonly Problem[] {
  const path = file.entries.find((entry) => /^[^/]+\/PKG-INFO$/.test(entry.path))?.path;
  return path === undefined ? [other(`${file.name} has no PKG-INFO`, made)] : metadata(file, path, made);
}

function metadata(file: Opened, path: string, made: Made): readonly Problem[] {
  const text = textOf(file, path);
  const [name = '', version = ''] = [headers(text, 'Name')[0], headers(text, 'Version')[0]];
  const isRight = normalise(name) === normalise(made.unit.name) && isSameVersion(version, made.version);
  return isRight
    ? []
    : [other(`${file.name} says ${name} ${version}, and the plan ${made.unit.name} ${made.version}`, made)];
}

const textOf = (file: Opened, path: string): string => new TextDecoder().decode(file.bytes(path));

/** Values of a header, above the blank line. */
const headers = (text: string, name: string): readonly string[] =>
  (text.split(/\r?\n\r?\n/)[0] ?? '')
    .split(/\r?\n/)
    .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2).trim()] : []));

const other = (what: string, { unit }: Made): Problem =>
  problem(
    'PACKAGE_OTHER',
    `${what}.`,
    unit.manifest,
    'Bring manifests and versions into step: nx-convoy sync --check; then package again.',
  );

const problem = (code: string, what: string, file: string, fix: string): Problem => ({
  code,
  severity: 'error',
  what,
  where: { file },
  fix,
});
