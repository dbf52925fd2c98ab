import semver from 'semver';
import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Problem } from '../../model/problem.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { objectIn } from '../../text/json/lenient.ts';
import { objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';
import { distTag } from '../../versions/dist-tag.ts';
import { bearer } from '../login.ts';
import { below } from '../reading.ts';
import { failed, sentOf, uploadMs } from '../sent.ts';
import { meaningOf } from './answer.ts';
import { contentsOf, manifestFor } from './manifest.ts';

/** Sends a package with what its package.json says, as `npm publish` does: one document that holds the file as text. */
export function* upload(parcel: Parcel, by: Credential | undefined): Dialogue<Sent> {
  const { artifact, released } = parcel;
  const contents = contentsOf(parcel);
  const told = objectIn(contents.text('package.json'));
  const integrity = artifact.digests.find((digest) => digest.startsWith('sha512-'));
  const problem = told === undefined || integrity === undefined ? unreadable(parcel) : unwanted(told, parcel);
  if (told === undefined || integrity === undefined || problem !== undefined)
    return failed('refused', problem ?? unreadable(parcel));
  const manifest = manifestFor(told, contents, parcel.commit);
  const { name, version } = { name: stringOf(manifest.name) ?? '', version: stringOf(manifest.version) ?? '' };
  const file = `${name}-${version}.tgz`;
  const address = below(released.registry.url, `${name}/-/${file}`);
  const dist = {
    ...objectOf(manifest.dist),
    integrity,
    ...(parcel.sha1 === undefined ? {} : { shasum: parcel.sha1 }),
    // npm's own registry answers by whichever it is asked through; old clients know only this one.
    tarball: address.replace(/^https:/, 'http:'),
  };
  const { access, tag } = objectOf(told.publishConfig);
  const document = JSON.stringify({
    _id: name,
    name,
    description: manifest.description,
    'dist-tags': { [distTag(parcel.channel ?? stringOf(tag), version)]: version },
    versions: { [version]: { ...manifest, dist } },
    access: stringOf(access) ?? null,
  });
  const attachment = JSON.stringify({ content_type: 'application/octet-stream', length: artifact.size, data: '' });
  const outcome = yield {
    method: 'PUT',
    url: below(released.registry.url, name.replace('/', '%2f')),
    headers: { 'content-type': 'application/json', 'npm-command': 'publish', ...bearer(by) },
    body: [
      `${document.slice(0, -1)},"_attachments":{${JSON.stringify(file)}:${attachment.slice(0, -2)}`,
      { file: parcel.path, as: 'base64' },
      '"}}}',
    ],
    timeoutMs: uploadMs((artifact.size * 4) / 3),
  };
  return sentOf({ parcel, by, to: released.registry.url, outcome }, meaningOf(parcel));
}

/** What npm itself would not send. */
function unwanted(told: JsonObject, { artifact, released }: Parcel): Problem | undefined {
  const error = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });
  const { name, version } = released;
  if (
    stringOf(told.name)?.trim() !== name ||
    semver.clean(stringOf(told.version) ?? '', true) !== semver.clean(version)
  )
    return error(
      'PACKAGE_OTHER',
      `${artifact.name} holds a package.json of ${stringOf(told.name) ?? 'no name'} ${stringOf(told.version) ?? ''}, not of ${name} ${version}.`,
      `Package it again: npx nx-convoy package --units=${artifact.unit} --clean`,
    );
  if (told.private === true)
    return error(
      'PACKAGE_PRIVATE',
      `${artifact.name} says that it is private: registries of npm take none such.`,
      'Take "private" out of the package.json of the folder that is published.',
    );
  if (!name.startsWith('@') && objectOf(told.publishConfig).access === 'restricted')
    return error(
      'PACKAGE_PRIVATE',
      `${artifact.name} wants restricted access, which only names with a scope have.`,
      `Give it a scope ("@owner/${name}"), or take "access" out of its publishConfig.`,
    );
  return undefined;
}

const unreadable = ({ artifact }: Parcel): Problem => ({
  code: 'PACKAGE_OTHER',
  severity: 'error',
  what: `${artifact.name} holds no package.json that can be read, or nobody has told its SHA-512.`,
  fix: `Package it again: npx nx-convoy package --units=${artifact.unit} --clean`,
});
