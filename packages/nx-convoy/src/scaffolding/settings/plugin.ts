import { ok, type Result } from '../../model/problem.ts';
import type { Rewritten } from '../../model/hands.ts';
import type { Choice } from '../../model/scaffold.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { objectOf } from '../../text/json/narrow.ts';
import { readJsonc } from '../../text/json/read.ts';
import { hasPlugin, openSettings, rewrittenOf, withPluginEntry, type SettingsFile } from '../settings-file.ts';
import { callsOfNx, installationFor } from './installation.ts';

export interface Opened {
  /** Where the settings go. */
  readonly settings: SettingsFile;
  /** Files beside it that name the plugin. */
  readonly others: readonly Rewritten[];
  readonly isByNx: boolean;
  readonly choices: readonly Choice[];
  readonly next: readonly string[];
}

/** The file that says how releases are made here, with the plugin in it: nx.json, or convoy.json where Nx is neither there nor wanted. */
export function openForPlugin(repo: Snapshot, nx: { readonly plugin: string } | undefined): Result<Opened> {
  const isThere = repo.files.includes('nx.json');
  if (!isThere && nx === undefined) return aside(repo);
  const named = isThere ? readNxJson(repo) : ok(fresh(installationFor(repo, nx?.plugin ?? '')));
  if (!named.ok) return named;
  const opened = openSettings(repo);
  if (!opened.ok) return opened;
  const before = named.value;
  const after = withPluginEntry(before);
  const speaksElsewhere =
    opened.value.file === 'convoy.json' && opened.value.before !== undefined && !hasRelease(before);
  const calls = callsOfNx(repo, !isThere);
  const why = isThere
    ? hasPlugin(before)
      ? 'it is named there already'
      : 'Nx runs this repository'
    : repo.files.includes('package.json')
      ? '--nx; package.json says which Nx'
      : '--nx; there is no package.json, so ./nx installs it below .nx';
  return ok({
    settings: speaksElsewhere ? opened.value : after,
    others: speaksElsewhere ? [rewrittenOf(after)] : [],
    isByNx: !speaksElsewhere,
    choices: [
      { what: 'nx.json names the plugin', why },
      ...(speaksElsewhere ? [{ what: 'settings in convoy.json', why: 'they stand there already' }] : []),
    ],
    next: [
      ...calls.before,
      `${calls.nx} g nx-convoy:release-config`,
      commit,
      `${calls.nx} release-plan`,
      `${calls.nx} run-many -t publish --dry-run`,
    ],
  });
}

/** A plan of a tree that differs from its commit is never carried out. */
const commit = 'git add --all && git commit --message "chore: release by nx-convoy"';

function aside(repo: Snapshot): Result<Opened> {
  const opened = openSettings(repo);
  if (!opened.ok) return opened;
  const why =
    opened.value.before === undefined
      ? 'there is no nx.json: the bin works alone (--nx sets Nx up)'
      : 'they stand there already';
  return ok({
    settings: opened.value,
    others: [],
    isByNx: false,
    choices: [{ what: 'settings in convoy.json', why }],
    next: ['nx-convoy release-config', commit, 'nx-convoy plan', 'nx-convoy publish --dry-run'],
  });
}

function readNxJson(repo: Snapshot): Result<SettingsFile> {
  const text = repo.text('nx.json');
  if (text?.ok !== true) return text ?? ok(fresh({}));
  const read = readJsonc(text.value, 'nx.json');
  return read.ok
    ? ok({ file: 'nx.json', before: text.value, text: text.value, data: objectOf(read.value.data) })
    : read;
}

const fresh = (data: Readonly<Record<string, unknown>> | object): SettingsFile => ({
  file: 'nx.json',
  text: `${JSON.stringify(data, undefined, 2)}\n`,
  data: { ...data },
});

const hasRelease = ({ data }: SettingsFile): boolean => data.release !== undefined;
