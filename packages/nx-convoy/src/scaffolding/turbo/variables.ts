import { madeWith } from '../../graph/packaged.ts';
import type { Config } from '../../model/config.ts';
import { dryRunVariables } from '../../model/hands.ts';
import type { Unit } from '../../model/unit.ts';

/** What a task may see, in Turborepo's patterns: it hands on nothing else. */
export interface Variables {
  /** They decide what is made. */
  readonly env: readonly string[];
  readonly passThroughEnv: readonly string[];
}

/** The way to whoever is asked, and git's own; of no client alone. */
const everywhere = [
  '*_PROXY',
  '*_proxy',
  'GIT_*',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'SSH_AUTH_SOCK',
  'SSL_CERT_*',
  'XDG_*',
];

/** Programs that speak of themselves by more names than their own. */
const besides: Readonly<Record<string, readonly string[]>> = {
  cargo: ['RUSTUP_*'],
  python: ['PIP_*', 'PYTHON*', 'VIRTUAL_ENV'],
  npm: ['npm_config_*'],
};

/** What a verb sees that neither makes nor sends. */
export const plainly: readonly string[] = everywhere;

export function whilePackaging(units: readonly Unit[], config: Config, secrets: readonly string[]): Variables {
  const env = unique(units.flatMap((unit) => madeWith(unit)?.reads ?? []));
  const named = [
    ...(config.package?.env ?? []),
    ...units.flatMap(({ id }) => (config.units[id]?.afterBuild ?? []).flatMap(({ secrets: own = [] }) => own)),
  ];
  const patterns = unique([...everywhere, ...clientsOf(units)]);
  const kept = secrets.filter((name) => opens.test(name) && !named.includes(name) && patterns.some(holds(name)));
  return {
    env,
    passThroughEnv: [...without(patterns, env), ...unique(named), ...unique(kept).map((name) => `!${name}`)],
  };
}

/** With all that opens registries: publishing also makes what is missing. */
export function whilePublishing(units: readonly Unit[], config: Config, secrets: readonly string[]): readonly string[] {
  const { env, passThroughEnv } = whilePackaging(units, config, []);
  return [
    ...dryRunVariables,
    ...unique(gathered([...env, ...passThroughEnv, ...secrets])).filter((name) => !signs.has(name)),
  ];
}

const signs: ReadonlySet<string> = new Set(dryRunVariables);

/** Names of what nobody but the registry should be shown. */
const opens = /TOKEN|PASSW|SECRET|CREDENTIAL|_AUTH(?:_|$)/i;

/** Clients obey variables that begin with their names; modules of theirs do not. */
const clientsOf = (units: readonly Unit[]): readonly string[] =>
  units
    .flatMap((unit) => [...(madeWith(unit)?.tools ?? []), ...(madeWith(unit)?.choices ?? [])])
    .filter(({ name, argv: [program = '', word] }) => program.startsWith(name) || word === name)
    .flatMap(({ name }) => [`${name.toUpperCase().replaceAll(/\W/g, '_')}_*`, ...(besides[name] ?? [])]);

/** Three names that begin alike are said by one pattern, up to the last word that they share. */
function gathered(names: readonly string[]): readonly string[] {
  const families = new Map<string, string[]>();
  for (const name of names) {
    const first = /^[a-z]+_/i.exec(name)?.[0] ?? name;
    families.set(first, [...(families.get(first) ?? []), name]);
  }
  const patterns = [...families].flatMap(([first, members]) => {
    const alike = members.filter((name) => name.startsWith(first) && !name.includes('*'));
    return alike.length < 3 || !first.endsWith('_') ? [] : [`${shared(alike)}*`];
  });
  return without(unique([...names, ...patterns]), []);
}

function shared(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  for (const name of rest) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const alike = first.slice(0, length);
  return names.includes(alike) ? alike : alike.slice(0, alike.lastIndexOf('_') + 1);
}

/** Names that no other pattern says already. */
const without = (patterns: readonly string[], said: readonly string[]): readonly string[] =>
  patterns.filter((name) => !said.includes(name) && !patterns.some((other) => other !== name && holds(name)(other)));

const holds =
  (name: string) =>
  (pattern: string): boolean =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : pattern.startsWith('*')
        ? name.endsWith(pattern.slice(1))
        : name === pattern;

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
