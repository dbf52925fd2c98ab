import type { Supply } from '../../model/rehearsal.ts';
import type { ClientSettings } from '../../model/trial.ts';
import { stringOf, tableOf } from '../../text/toml/read.ts';
import { buildSettings } from './build-settings.ts';
import { publishByAddress } from './destination.ts';
import { usersConfig } from './trial-config.ts';

/** What stands in for crates.io, as `replace-with` leads from one source to the next; and the crates that cargo has fetched before. */
export function supplyOfCrates(user: ClientSettings): Supply {
  const home = user.variable('CARGO_HOME') ?? user.at('~/.cargo');
  const settings = (token: string): string =>
    `alias.${publishByAddress} = ${JSON.stringify(['publish', '--token', token])}\n${buildSettings(user)}`;
  const fetched = { folder: `${home}/registry/cache`, settings };
  const sources = tableOf(usersConfig(user).source);
  const seen = new Set<string>();
  let name = 'crates-io';
  for (let next: string | undefined = name; next !== undefined && !seen.has(next);) {
    seen.add((name = next));
    next = stringOf(tableOf(sources[name])['replace-with']);
  }
  if (name === 'crates-io') return fetched;
  const source = tableOf(sources[name]);
  const index = stringOf(source.registry);
  if (index?.startsWith('sparse+') === true)
    return { url: index.slice('sparse+'.length).replace(/\/+$/, ''), ...fetched };
  return {
    ...fetched,
    problem: {
      code: 'REHEARSE_SUPPLY',
      severity: 'warning',
      what: `Crates come from the source "${name}" here, which is no sparse index: only those that cargo has in ${fetched.folder} can be had in a rehearsal.`,
      fix: `Fetch what is missing there by a sparse index once: cargo fetch; or rehearse where crates.io is reached.`,
    },
  };
}
