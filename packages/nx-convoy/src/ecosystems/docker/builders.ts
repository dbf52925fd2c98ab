import type { BuilderName } from '../../model/config.ts';
import type { ImageForm } from '../../model/image.ts';
import type { Tool } from '../../model/packaging.ts';

/** One image for one platform, for whoever builds it. Folders and files are absolute; it runs where the links of layouts are. */
export interface Wanted {
  /** What it is called meanwhile, in the builder's own storage; nobody else has such a name. */
  readonly name: string;
  readonly folder: string;
  readonly context: string;
  readonly dockerfile: string;
  /** The one that stands beside the Dockerfile, and wins over that of the context. */
  readonly ignoreFile?: string;
  readonly platform?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** What stands for the name of an image: a folder, another image, or the layout of one that was packaged before. */
  readonly contexts: Readonly<Record<string, Stand>>;
  /** Names of variables, by the id that the build asks for. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly epoch: number;
}

export type Stand =
  | { readonly folder: string }
  | { readonly image: string }
  | { readonly layout: string; readonly digest: string; readonly link: string };

/** A program that builds images, and how it is told. */
export interface Builder {
  readonly id: BuilderName;
  readonly tool: Tool;
  readonly form: ImageForm;
  /** Where it leaves what it built, below the folder. */
  commands(wanted: Wanted): readonly (readonly string[])[];
  /** Why the same instructions on the same base do not give the same bytes, where they do not. */
  readonly differs?: string;
  /** What it cannot do. */
  readonly lacks: readonly ('secrets' | 'contexts' | 'cacheTo')[];
}

/** How flags are written that all of them share. */
const shared = ({ dockerfile, platform, target, args, labels }: Wanted): readonly string[] => [
  ...['--file', dockerfile],
  ...(platform === undefined ? [] : ['--platform', platform]),
  ...(target === undefined ? [] : ['--target', target]),
  ...flags('--build-arg', args),
  ...flags('--label', labels),
];

const flags = (flag: string, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);

/** Values of secrets are never arguments: the builder reads the variable itself. */
const secretFlags = ({ secrets }: Wanted): readonly string[] =>
  Object.entries(secrets).flatMap(([id, variable]) => ['--secret', `id=${id},env=${variable}`]);

/** Without layers of its own no step is taken from an earlier build, and what is new is one layer. */
function commandsOfBuildah(program: 'buildah' | 'podman', wanted: Wanted): readonly (readonly string[])[] {
  const { name, folder, ignoreFile, contexts, cacheFrom, cacheTo, context, epoch } = wanted;
  const caches = [
    ...cacheFrom.flatMap((each) => ['--cache-from', each]),
    ...cacheTo.flatMap((each) => ['--cache-to', each]),
  ];
  const stands = Object.entries(contexts).flatMap(([of, stand]) => ['--build-context', `${of}=${standFor(stand)}`]);
  const build = [
    ...[program, 'build', '--format', 'oci', '--timestamp', String(epoch)],
    `--layers=${caches.length > 0}`,
    ...shared(wanted),
    ...secretFlags(wanted),
    ...stands,
    ...caches,
    ...(ignoreFile === undefined ? [] : ['--ignorefile', ignoreFile]),
    ...['--tag', name, context],
  ];
  // What was taken from a layout stays under the name of its folder.
  const taken = Object.values(contexts).flatMap((stand) => ('link' in stand ? [`localhost/${stand.link}`] : []));
  return [build, [program, 'push', '--quiet', name, `oci:${folder}:built`], [program, 'rmi', name, ...new Set(taken)]];
}

const standFor = (stand: Stand): string =>
  'folder' in stand
    ? stand.folder
    : 'image' in stand
      ? `container-image://${stand.image}`
      : `container-image://oci:${stand.link}`;

function commandsOfBuildx(wanted: Wanted): readonly (readonly string[])[] {
  const { folder, contexts, cacheFrom, cacheTo, context } = wanted;
  const stands = Object.entries(contexts).flatMap(([of, stand]) => [
    '--build-context',
    `${of}=${'folder' in stand ? stand.folder : 'image' in stand ? `docker-image://${stand.image}` : `oci-layout://${stand.layout}@${stand.digest}`}`,
  ]);
  return [
    [
      ...['docker', 'buildx', 'build', '--progress', 'plain', '--provenance=false', '--sbom=false'],
      ...['--output', `type=oci,tar=false,rewrite-timestamp=true,${quoted(`dest=${folder}`)}`],
      ...shared(wanted),
      ...secretFlags(wanted),
      ...stands,
      ...cacheFrom.flatMap((each) => ['--cache-from', each]),
      ...cacheTo.flatMap((each) => ['--cache-to', each]),
      context,
    ],
  ];
}

/** The value of `--output` is a row of a table: a comma in a path would end it. */
const quoted = (field: string): string => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

function commandsOfDocker(wanted: Wanted): readonly (readonly string[])[] {
  const { name, folder, context, cacheFrom } = wanted;
  const caches = cacheFrom.flatMap((each) => ['--cache-from', each]);
  const saved = `${folder}.tar`;
  return [
    ['docker', 'build', ...shared(wanted), ...caches, '--tag', name, context],
    ['docker', 'save', '--output', saved, name],
    ['tar', '-xf', saved, '-C', folder],
    ['docker', 'rmi', name],
  ];
}

const ofBuildah = (program: 'buildah' | 'podman'): Builder => ({
  id: program,
  // Without rights to unpack layers it starts, and builds nothing: its storage tells.
  tool: { name: program, argv: [program, '--version'], proofs: [{ argv: [program, 'info'] }] },
  form: 'oci',
  commands: (wanted) => commandsOfBuildah(program, wanted),
  lacks: [],
});

/**
 * In the order in which they are taken: those first that make the same bytes again. Each is asked for its daemon or its storage, not for
 * its program: a docker that reaches no daemon is a normal state.
 */
export const builders: readonly Builder[] = [
  {
    id: 'buildx',
    tool: {
      name: 'buildx',
      argv: ['docker', 'buildx', 'version'],
      // The driver that comes with docker writes layouts only where containerd keeps its images.
      proofs: [
        { argv: ['docker', 'buildx', 'inspect'], says: /^Driver:\s*(?!docker\s*$)\S(?![\s\S]*^\s*Error:)/m },
        { argv: ['docker', 'info', '--format', '{{.DriverStatus}}'], says: /io\.containerd\.snapshotter/ },
      ],
    },
    form: 'oci',
    commands: commandsOfBuildx,
    lacks: [],
  },
  ofBuildah('buildah'),
  ofBuildah('podman'),
  {
    id: 'docker',
    tool: { name: 'docker', argv: ['docker', 'version', '--format', '{{.Server.Version}}'] },
    form: 'docker',
    commands: commandsOfDocker,
    differs: 'docker build writes the time of the build into it',
    lacks: ['secrets', 'contexts', 'cacheTo'],
  },
];
