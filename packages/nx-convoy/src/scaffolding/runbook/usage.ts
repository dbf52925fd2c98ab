import type { Snapshot } from '../../model/snapshot.ts';
import { objectOf, stringOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import type { Situation } from './situation.ts';

const nxJson = (repo: Snapshot): Readonly<Record<string, unknown>> | undefined => {
  const text = repo.text('nx.json');
  const read = text?.ok === true ? readJsonc(text.value, 'nx.json') : undefined;
  return read?.ok === true ? objectOf(read.value.data) : undefined;
};

/** How verbs are typed here: by npx where there are packages; by the wrapper that Nx has for repositories without; else by the bin. */
export function callIn(repo: Snapshot): Situation['call'] {
  const isWrapped = repo.text('package.json') === undefined && nxJson(repo)?.installation !== undefined;
  const begin = isWrapped ? './nx release-' : repo.text('package.json') === undefined ? 'nx-convoy ' : 'npx nx-convoy ';
  return (verb, ...args) => [`${begin}${verb}`, ...args].join(' ');
}

/** The branch that Nx compares with, where it is said. */
export function branchIn(repo: Snapshot): string {
  const { defaultBase, affected } = nxJson(repo) ?? {};
  const said = stringOf(defaultBase) ?? stringOf(objectOf(affected).defaultBase);
  return said?.replace(/^(?:refs\/)?(?:remotes\/)?origin\//, '') ?? 'main';
}
