import type { Credential } from '../../model/credential.ts';
import type { Artifact } from '../../model/delivery.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Held, Released } from '../../model/registry.ts';
import { download } from '../download.ts';
import { below, mostBytes, unknown } from '../reading.ts';
import { settingsOf, tokenHeaders } from './login.ts';
import { byHand, entriesOf, indexPath, isTaken } from './presence.ts';

/** The crate of a version, from where the index says that files are. */
export function* held(asked: Released, artifact: Artifact, by?: Credential): Dialogue<Held> {
  const { registry, name, version } = asked;
  const manual = byHand(asked);
  const { outcome, settings } = yield* settingsOf(registry.url, by);
  if (settings?.dl === undefined) return unknown(asked, outcome, manual);
  const headers = settings.isClosed ? tokenHeaders(by) : {};
  const index = yield { method: 'GET', url: below(registry.url, indexPath(name)), headers, mostBytes };
  const lines = index.is === 'answer' && index.status === 200 && !index.isCut ? entriesOf(index.text) : undefined;
  const line = lines?.find((one) => one.name === name && isTaken(one.vers, version));
  if (line === undefined) return unknown(asked, index, manual);
  const url = addressOf(settings.dl, { name, version: line.vers, cksum: line.cksum ?? '' });
  if (!URL.canParse(url)) return unknown(asked, outcome, manual);
  // Unlike other protocols, cargo shows its token wherever a closed index says that its files are.
  const digest = line.cksum === undefined ? undefined : `sha256:${line.cksum}`;
  return yield* download({ asked, manual, url, headers, digest, size: artifact.size });
}

/** Marks are filled in; a template without any is the beginning of an address. */
export function addressOf(
  dl: string,
  { name, version, cksum }: { readonly name: string; readonly version: string; readonly cksum: string },
): string {
  const folder = indexPath(name).split('/').slice(0, -1).join('/');
  const cased = name.length === 3 ? `3/${name.slice(0, 1)}` : `${name.slice(0, 2)}/${name.slice(2, 4)}`;
  const marks: Readonly<Record<string, string>> = {
    '{crate}': name,
    '{version}': version,
    '{prefix}': name.length < 3 ? String(name.length) : cased,
    '{lowerprefix}': folder,
    '{sha256-checksum}': cksum,
  };
  const filled = Object.entries(marks).reduce((url, [mark, value]) => url.replaceAll(mark, () => value), dl);
  return filled === dl ? `${dl}/${name}/${version}/download` : filled;
}
