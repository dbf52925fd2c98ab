import { isKnown, unknown } from '../../text/dockerfile/expand.ts';
import { valuesOf, withoutPrefix } from './mentions.ts';

export interface Install {
  readonly ecosystem: string;
  readonly name: string;
  /** Only where it is written: a version that a variable gives is another one in each build. */
  readonly range?: string;
}

/** What a command takes from a registry by name. */
export function installsIn(command: readonly string[]): readonly Install[] {
  const [program = '', ...rest] = withoutPrefix(command);
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (/^(pip[\d.]*|python[\d.]*|uv|pipx)$/.test(name)) return pipInstalls(name, rest);
  if (name === 'cargo') return cargoInstalls(rest);
  return /^(npm|pnpm|yarn|bun)$/.test(name) ? npmInstalls(name, rest) : [];
}

/** Options of pip and uv that take the next word; all others stand alone. */
const pipValues =
  /^(-[rcfitpe]|--(requirements?|constraints?|find-links|index-url|default-index|index|index-strategy|extra-index-url|trusted-host|target|python|python-version|platform|prefix|root|editable|upgrade-package|no-binary|only-binary|cache-dir|timeout|retries|proxy|with|from|overrides?|prerelease|resolution|link-mode|progress-bar|root-user-action|config-settings?|global-option|implementation|abi|src|exists-action|cert|client-cert|log|report|suffix|pip-args|keyring-provider|extra))$/;

function pipInstalls(program: string, rest: readonly string[]): readonly Install[] {
  const at = rest.indexOf('install');
  if (at < 0 || !isPip(program, rest.slice(0, at))) return [];
  const found: Install[] = [];
  for (let index = at + 1; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (pipValues.test(word)) index += 1;
    else if (!word.startsWith('-')) found.push(...requirement(word));
  }
  return found;
}

function isPip(program: string, before: readonly string[]): boolean {
  if (program === 'uv') return before.includes('pip') || before.includes('tool');
  return program.startsWith('python') ? before.join(' ').includes('-m pip') : true;
}

/** `name[extra] >=1,<2 ; marker`; not a path, a URL or a wheel. */
function requirement(word: string): readonly Install[] {
  const [plain = ''] = word.split(';');
  const match = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:===?|[<>~!]=?|@).*)?$/s.exec(plain.trim());
  const [, name = '', rest = ''] = match ?? [];
  if (name === '' || rest.startsWith('@') || /\.(whl|gz|zip|txt)$/.test(name)) return [];
  return [install('python', name, rest)];
}

function cargoInstalls(rest: readonly string[]): readonly Install[] {
  const words = rest.filter((word) => !word.startsWith('+'));
  if (words[0] !== 'install' || words.some((word) => /^--(path|git)(=|$)/.test(word))) return [];
  const [version = ''] = valuesOf(words, '--version', '--vers');
  const found: Install[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? '';
    if (
      /^(-[Fj]|--(version|vers|features|root|target|target-dir|jobs|profile|bin|example|registry|index|config|color))$/.test(
        word,
      )
    )
      index += 1;
    else if (!word.startsWith('-') && /^[A-Za-z]/.test(word)) {
      const [name = '', own = version] = word.split('@');
      // Unlike in a manifest, a bare version is exact here.
      found.push(install('cargo', name, /^\d/.test(own) ? `=${own}` : own));
    }
  }
  return found;
}

function npmInstalls(program: string, rest: readonly string[]): readonly Install[] {
  const isGlobal =
    rest.some((word) => word === '-g' || word === '--global') || (program === 'yarn' && rest[0] === 'global');
  if (!isGlobal) return [];
  return rest.flatMap((word) => {
    const match = /^((?:@[\w.-]+\/)?[A-Za-z0-9][\w.-]*)(?:@(.+))?$/s.exec(word);
    const [, name = '', range = ''] = match ?? [];
    return name === '' || /^(i|in|install|add|global|ci|update|up)$/.test(name) ? [] : [install('npm', name, range)];
  });
}

const install = (ecosystem: string, name: string, range: string): Install => ({
  ecosystem,
  name,
  ...(range === '' || range.includes(unknown) || !isKnown(name) ? {} : { range: range.trim() }),
});
