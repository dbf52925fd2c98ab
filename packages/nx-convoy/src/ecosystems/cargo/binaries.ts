import type { Compilation, Compiling, HostQuestion } from '../../model/compiling.ts';
import type { BuilderWord } from '../../model/config.ts';
import type { Tool } from '../../model/packaging.ts';
import { fail, ok, type Problem, type Result } from '../../model/problem.ts';
import { folderOf, join } from '../../paths/inside.ts';
import { libraryFiles, platformOf, programSuffix } from '../../platforms/rust.ts';
import { readToml, stringOf, stringsOf, tableOf } from '../../text/toml/read.ts';

const tools: Readonly<Record<BuilderWord, readonly Tool[]>> = {
  cargo: [],
  cross: [{ name: 'cross', argv: ['cross', '--version'] }],
  zig: [
    { name: 'cargo-zigbuild', argv: ['cargo-zigbuild', '--version'] },
    { name: 'zig', argv: ['zig', 'version'] },
  ],
};

const quiet = { CARGO_TERM_COLOR: 'never', CARGO_TERM_PROGRESS_WHEN: 'never', CARGO_INCREMENTAL: '0' };

export const host: HostQuestion = {
  step: { do: 'run', argv: ['rustc', '-vV'], cwd: '.', timeoutMs: 60_000 },
  answer: (said) => /^host: (\S+)$/m.exec(said)?.[1],
};

/**
 * One command for all programs of a crate, or its library, for one target. The target is always said, also that of the machine: so the files
 * are where they are expected, and what a configuration of cargo prefers changes nothing.
 */
export function compile(asked: Compiling): Result<Compilation> {
  const { unit, target, by, timeoutMs, cache } = asked;
  const platform = platformOf(target);
  const library = libraryOf(asked);
  if (platform === undefined || !library.ok) return library.ok ? fail() : library;
  const made = `${cache}/${target}/release`;
  const files = [
    ...asked.programs.map((program) => ({ name: `${program}${programSuffix(platform)}`, is: 'program' as const })),
    ...asked.libraries.flatMap((kind) =>
      libraryFiles(library.value, kind, platform).map((name) => ({ name, is: 'library' as const })),
    ),
  ];
  return ok({
    tools: [
      { name: 'cargo', argv: ['cargo', '--version'] },
      { name: 'rustc', argv: ['rustc', '--version'] },
      ...tools[by],
    ],
    probe: { do: 'run', ...probeOf(asked), cwd: '.', timeoutMs: 600_000 },
    provide: by === 'cross' ? 'start Docker or Podman' : `rustup target add ${target}`,
    steps: [
      {
        do: 'run',
        argv: [...(by === 'zig' ? ['cargo-zigbuild', 'zigbuild'] : [by, 'build']), ...argumentsOf(asked)],
        cwd: folderOf(unit.workspace ?? unit.manifest),
        env: quiet,
        timeoutMs,
      },
    ],
    makes: files.map(({ name, is }) => ({ name, is, path: `${made}/${name}` })),
  });
}

function argumentsOf({ unit, target, programs, libraries, strip, config, cache, repo }: Compiling): readonly string[] {
  const lock = join(folderOf(unit.workspace ?? unit.manifest), 'Cargo.lock');
  const features = config.units[unit.id]?.features ?? [];
  return [
    ...['--release', '--package', unit.name, '--target', target, '--target-dir', cache],
    ...(repo.text(lock) === undefined ? [] : ['--locked']),
    ...programs.flatMap((program) => ['--bin', program]),
    ...(libraries.length === 0 ? [] : ['--lib']),
    ...(features.length === 0 ? [] : ['--features', features.join(',')]),
    // By the linker of the target: the strip of this machine knows no files of others.
    ...(strip ? ['--config', 'profile.release.strip="symbols"'] : []),
  ];
}

/** cargo and zig need the standard library of the target; cross brings its own, in an image. */
const probeOf = ({ by, target, cache }: Compiling): { readonly argv: readonly string[]; readonly stdin?: string } =>
  by === 'cross'
    ? { argv: ['cross', 'rustc', '--version', '--target', target] }
    : {
        argv: [
          ...['rustc', '--target', target, '--crate-name', 'probe', '--crate-type', 'rlib', '--emit', 'metadata'],
          ...['--out-dir', `${cache}/probe`, '-'],
        ],
        stdin: '',
      };

/** What others link must be declared: cargo makes nothing else of a library than its manifest says. */
function libraryOf({ unit, libraries, repo }: Compiling): Result<string> {
  const name = unit.name.replaceAll('-', '_');
  if (libraries.length === 0) return ok(name);
  const text = repo.text(unit.manifest);
  const toml = text?.ok === true ? readToml(text.value, unit.manifest) : undefined;
  const table = tableOf(toml?.ok === true ? toml.value.data.lib : undefined);
  const kinds = stringsOf(table['crate-type'] ?? table.crate_type);
  const missing = libraries.filter((kind) => !kinds.includes(kind));
  if (missing.length === 0) return ok(stringOf(table.name) ?? name);
  return fail(undeclared(unit.id, unit.manifest, missing, kinds));
}

const undeclared = (unit: string, manifest: string, missing: readonly string[], kinds: readonly string[]): Problem => ({
  code: 'LIBRARY_UNDECLARED',
  severity: 'error',
  what: `An asset of ${unit} is to hold its ${missing.join(' and ')}, and its manifest declares none.`,
  where: { file: manifest },
  fix: `Declare it below [lib]: crate-type = ${JSON.stringify([...(kinds.length === 0 ? ['lib'] : kinds), ...missing])}.`,
});
