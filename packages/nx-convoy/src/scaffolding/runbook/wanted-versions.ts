import type { Unit } from '../../model/unit.ts';
import { join, upwards } from '../../paths/inside.ts';
import { ofProtocol, type Situation } from './situation.ts';

/** Which version of a program the repository asks for, in its own words; undefined where it says nothing. */
export function wantedVersion(program: string, units: readonly Unit[], situation: Situation): string | undefined {
  const texts = (names: readonly string[]): readonly string[] => nearby(units, names, situation);
  const first = (names: readonly string[], pattern: RegExp): string | undefined =>
    texts(names).flatMap((text) => pattern.exec(text)?.[1] ?? [])[0];
  const wanted: Readonly<Record<string, () => string | undefined>> = {
    cargo: () => rust(first),
    rustc: () => rust(first),
    python: () => first(['pyproject.toml'], /^\s*requires-python\s*=\s*["']([^"']+)["']/m),
    node: () =>
      first(['package.json'], /"engines"\s*:\s*\{[^}]*"node"\s*:\s*"([^"]+)"/) ??
      first(['.nvmrc', '.node-version'], /^v?(\d[\w.]*)/),
    // Charts went to registries of images by an experiment before.
    helm: () => (ofProtocol(situation, 'oci').some(({ unit }) => unit.ecosystem === 'helm') ? '>=3.8' : undefined),
  };
  const own = wanted[program];
  if (own !== undefined) return own();
  const managed = first(['package.json'], /"packageManager"\s*:\s*"([^"]+)"/);
  if (managed?.startsWith(`${program}@`) === true) return managed.slice(program.length + 1).replace(/\+.*$/, '');
  // A backend of Python's builds is asked for beside the project.
  const word = program.replaceAll(/[^\w-]/g, '');
  return first(['pyproject.toml'], new RegExp(`["']${word}\\s*([<>=~!][^"';]*)["']`));
}

type First = (names: readonly string[], pattern: RegExp) => string | undefined;

const rust = (first: First): string | undefined =>
  first(['rust-toolchain.toml'], /^\s*channel\s*=\s*["']([^"']+)["']/m) ??
  first(['rust-toolchain'], /^([\w.-]+)\s*$/m) ??
  atLeast(first(['Cargo.toml'], /^\s*rust-version\s*=\s*["']([^"']+)["']/m));

const atLeast = (version: string | undefined): string | undefined =>
  version === undefined ? undefined : `>=${version}`;

/** Of the folders of units and those above, nearest first. */
function nearby(units: readonly Unit[], names: readonly string[], { repo }: Situation): readonly string[] {
  const files = new Set(
    units.flatMap(({ root }) => [...upwards(root)].flatMap((folder) => names.map((name) => join(folder, name)))),
  );
  return [...files].flatMap((file) => {
    const text = repo.text(file);
    return text?.ok === true ? [text.value] : [];
  });
}
