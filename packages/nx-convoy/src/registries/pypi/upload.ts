import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Parcel, Sent } from '../../model/registry.ts';
import { basic } from '../login.ts';
import { failed, sentOf, uploadMs } from '../sent.ts';
import { uploadAddresses } from './address.ts';
import { meaningOf } from './answer.ts';
import { formOf } from './form.ts';
import { fieldsOf, type Field } from './metadata.ts';

/** Sends a wheel or a source distribution, with what it says of itself, as twine does. */
export function* upload(parcel: Parcel, by: Credential | undefined): Dialogue<Sent> {
  const { artifact, released } = parcel;
  const metadata = metadataOf(parcel);
  const sha256 = artifact.digests.find((digest) => digest.startsWith('sha256:'))?.slice('sha256:'.length);
  if (metadata === undefined || sha256 === undefined) return failed('refused', unreadable(parcel));
  const fields: readonly Field[] = [
    ...fieldsOf(new TextDecoder().decode(metadata)),
    ...kindOf(artifact.name),
    ['sha256_digest', sha256],
    [':action', 'file_upload'],
    ['protocol_version', '1'],
  ];
  const { type, body } = formOf(fields, { name: artifact.name, path: parcel.path }, sha256);
  const headers = { 'content-type': type, ...basic(by, '__token__') };
  const [first, ...others] = uploadAddresses(released.registry);
  const send = (url: string) => ({ method: 'POST', url, headers, body, timeoutMs: uploadMs(artifact.size) }) as const;
  const outcome = yield send(first);
  const answered = { parcel, by, to: first, outcome };
  if (outcome.is === 'answer' && isNoPlace.has(outcome.status)) {
    for (const to of others) {
      const next = yield send(to);
      if (next.is === 'silence' || !isNoPlace.has(next.status))
        return sentOf({ ...answered, to, outcome: next }, meaningOf(parcel));
    }
  }
  return sentOf(answered, meaningOf(parcel));
}

/** Nothing takes files there. */
const isNoPlace = new Set([404, 405]);

function metadataOf(parcel: Parcel): Uint8Array | undefined {
  const { artifact, entries = [] } = parcel;
  const isWheel = artifact.name.endsWith('.whl');
  const pattern = isWheel ? /^[^/]+\.dist-info\/METADATA$/ : /^[^/]+\/PKG-INFO$/;
  const entry = entries.find((path) => pattern.test(path));
  return entry === undefined ? undefined : parcel.read(entry);
}

/** What a file is, by its name: of a wheel, the Pythons that take it. */
function kindOf(name: string): readonly Field[] {
  const [, python] = /-([^-]+)-[^-]+-[^-]+\.whl$/.exec(name) ?? [];
  return [
    ['filetype', python === undefined ? 'sdist' : 'bdist_wheel'],
    ['pyversion', python ?? 'source'],
  ];
}

const unreadable = ({ artifact }: Parcel) =>
  ({
    code: 'PACKAGE_OTHER',
    severity: 'error',
    what: `${artifact.name} tells nothing of itself: it holds no METADATA and no PKG-INFO.`,
    fix: `Package it again: npx nx-convoy package --units=${artifact.unit} --clean`,
  }) as const;
