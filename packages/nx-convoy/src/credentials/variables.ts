import type { Entry, Pockets } from '../model/credential.ts';
import { find } from './find.ts';
import { trusting } from './trust/index.ts';
import { offersProof } from './trust/proof.ts';

/**
 * Every variable that is looked at before somebody is let in. Nobody lists them: those who look are watched. What one variable says decides
 * which others are looked at, so each is tried with what it could lead here by, until no new one turns up.
 */
export function variablesRead(entry: Entry, read: Pockets['read']): readonly string[] {
  const seen = new Set<string>();
  const { registry, word } = entry;
  const leads = [registry.upload, registry.url, URL.canParse(registry.url) ? new URL(registry.url).host : '', word];
  watch(entry, {}, read, seen);
  // A set that is walked through gives also what is added on the way.
  for (const name of seen)
    for (const value of new Set(leads)) if (value !== undefined) watch(entry, { [name]: value }, read, seen);
  return [...seen].sort();
}

/** Without network, programs and secrets: whoever looks finds the one variable, and what the repository says. */
function watch(entry: Entry, env: Pockets['env'], read: Pockets['read'], seen: Set<string>): void {
  const pockets: Pockets = {
    env: new Proxy(env, {
      get(target, name) {
        if (typeof name !== 'string') return undefined;
        seen.add(name);
        return target[name];
      },
    }),
    system: 'linux',
    read,
    help: () => Promise.resolve({ code: 1, answer: '' }),
    hide: () => undefined,
  };
  find(entry, pockets);
  const by = trusting[entry.registry.protocol];
  if (by !== undefined) offersProof(pockets, by.variables(entry));
}
