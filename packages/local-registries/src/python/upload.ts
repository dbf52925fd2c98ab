import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { House } from '../protocol.ts';
import { text, type Answer } from '../server/answer.ts';
import { bytesOf } from '../server/body.ts';
import type { Ask } from '../server/ask.ts';
import type { Caller } from '../server/tokens.ts';
import { Refused } from '../server/refusal.ts';
import { queue } from '../storage/queue.ts';
import { provenanceOf } from './attestations.ts';
import type { Catalogue } from './catalogue.ts';
import { metadataIn } from './distribution.ts';
import { checkPlatforms, isOf, readFileName } from './file-name.ts';
import { readForm, type Form, type Sent } from './form.ts';
import { checkMetadata, first, metadataOf, readMetadata, type Metadata } from './metadata.ts';
import { escaped, isName, normalised, quoted } from './names.ts';
import { mayUpload } from './permission.ts';
import type { Distribution, Project } from './project.ts';
import { compareSpellings, releaseOf, spelled, versionOf } from './version.ts';
import type { Source } from './zip.ts';

/** `POST /legacy/`: all is checked before anything is seen. */
export function uploads(house: House, known: Catalogue): (ask: Ask) => Promise<Answer> {
  // The same bytes may come in twice at once: one upload of them at a time keeps, checks and perhaps removes them.
  const inTurn = queue();
  return async (ask) => {
    const form = await readForm(ask, house);
    const { file } = form;
    try {
      const asked = checkForm(form);
      if (file === undefined) throw new Refused('invalid', 'Upload payload does not have a file.');
      return await inTurn(file.hashes.sha256, () => take({ house, known, ask, form }, asked, file));
    } catch (error) {
      // Nothing happens where it was kept meanwhile.
      await file?.draft.drop().catch(() => undefined);
      throw error;
    }
  };
}

interface Upload {
  readonly house: House;
  readonly known: Catalogue;
  readonly ask: Ask;
  readonly form: Form;
}

interface AskedFor {
  readonly name: string;
  readonly filetype: string;
  readonly pyversion: string;
}

/** What can be said before anybody looks into the file. */
function checkForm({ fields }: Form): AskedFor {
  const field = (name: string): string => fields.get(name)?.[0] ?? '';
  if (field(':action') !== 'file_upload') throw new Refused('invalid', 'Unknown action.');
  if (!['', '1'].includes(field('protocol_version'))) throw new Refused('invalid', 'Unknown protocol version.');
  const [name, filetype, pyversion] = [field('name'), field('filetype'), field('pyversion')];
  if (!isName(name)) {
    throw new Refused(
      'invalid',
      `${quoted(name)} is an invalid value for Name. Error: ${name === '' ? 'This field is required.' : "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'."} See https://packaging.python.org/specifications/core-metadata for more information.`,
    );
  }
  if (!['sdist', 'bdist_wheel'].includes(filetype))
    throw new Refused('invalid', 'Invalid value for filetype. Error: Use a known file type.');
  if (filetype === 'bdist_wheel' && pyversion === '')
    throw new Refused(
      'invalid',
      'Invalid value for pyversion. Error: Python version is required for binary distribution uploads.',
    );
  if (filetype === 'sdist' && !['', 'source'].includes(pyversion))
    throw new Refused('invalid', "Invalid value for pyversion. Error: Use 'source' as Python version for an sdist.");
  for (const [digest, words] of [
    ['sha256', 'SHA256'],
    ['blake2_256', 'BLAKE2'],
  ] as const) {
    const given = field(`${digest}_digest`);
    if (given !== '' && !/^[0-9a-f]{64}$/i.test(given))
      throw new Refused(
        'invalid',
        `Invalid value for ${digest}_digest. Error: Use a valid, hex-encoded, ${words} message digest.`,
      );
  }
  if (['md5', 'sha256', 'blake2_256'].every((digest) => field(`${digest}_digest`) === ''))
    throw new Refused('invalid', 'Error: Include at least one message digest.');
  return { name, filetype, pyversion };
}

async function take({ house, known, ask, form }: Upload, asked: AskedFor, sent: Sent): Promise<Answer> {
  const project = normalised(asked.name);
  const grant = house.trust.grantOf(ask.caller);
  mayUpload(known.own.get(project), asked.name, ask.caller, grant);
  for (const [algorithm, digest] of Object.entries(sent.hashes)) {
    const told = form.fields.get(`${algorithm}_digest`)?.[0] ?? '';
    if (told !== '' && told.toLowerCase() !== digest)
      throw new Refused('invalid', 'The digest supplied does not match a digest calculated from the uploaded file.');
  }
  const name = checkName(sent.name, asked);
  if ((await isThere(known, project, sent)) === 'same') {
    await sent.draft.drop();
    return done(form);
  }
  const { sha256 } = await sent.draft.keep();
  try {
    const raw = await metadataIn(sent.name, await blobAsSource(house, sha256));
    const inside = readMetadata(raw.toString('utf8'));
    const metadata = metadataFor(name.kind, inside, form);
    checkMetadata(metadata);
    checkAgreement(sent.name, metadata, asked);
    const version = versionOf(first(metadata, 'version') ?? '');
    const provenance = provenanceOf(form.fields.get('attestations')?.[0], { file: sent.name, sha256, grant });
    const about = Object.fromEntries([...metadata].filter(([field]) => field !== 'dynamic'));
    const requiresPython = first(metadata, 'requires-python');
    const isWheel = name.kind === 'bdist_wheel';
    const distribution: Distribution = {
      file: sent.name,
      version: version === undefined ? name.version : spelled(version),
      kind: name.kind,
      python: asked.pyversion === '' ? name.python : asked.pyversion,
      size: (await house.blobs.size(sha256)) ?? 0,
      hashes: sent.hashes,
      uploaded: new Date(house.clock.now()).toISOString().replace(/(\.\d{3})Z$/, '$1000Z'),
      about,
      ...(requiresPython === undefined ? {} : { requiresPython }),
      ...(isWheel ? { metadata: createHash('sha256').update(raw).digest('hex') } : {}),
      ...(provenance === undefined ? {} : { provenance }),
    };
    await known.own.update(project, async (before) => {
      mayUpload(before, asked.name, ask.caller, grant);
      const next = added(before, distribution, { name: first(metadata, 'name') ?? asked.name, caller: ask.caller });
      // Once nothing can refuse it any more: nobody else knows yet that it is there.
      if (isWheel) await house.blobs.take(Readable.from([raw]));
      return next;
    });
    return done(form);
  } catch (error) {
    if (!isUsed(known, sha256)) await house.blobs.remove(sha256);
    throw error;
  }
}

const signatureDiscarded =
  'GPG signature support has been removed from PyPI and the provided signature has been discarded.';

const done = ({ isSigned }: Form): Answer => text(isSigned ? signatureDiscarded : '');

/** The name of the file must be right for what is in it. */
function checkName(file: string, { name, filetype }: AskedFor) {
  if (/[/\\]/.test(file)) throw new Refused('invalid', "Cannot upload a file with '/' or '\\' in the name.");
  const read = readFileName(file);
  if (read.kind !== filetype) {
    const ending = /\.(tar\.gz|whl|zip)$/.exec(file)?.[0] ?? '';
    throw new Refused(
      'invalid',
      `Invalid file extension: Extension ${ending} is invalid for filetype ${filetype}. See https://www.python.org/dev/peps/pep-0527 for more information.`,
    );
  }
  const project = normalised(name);
  if (!isOf(read, project))
    throw new Refused('invalid', `Start filename for ${quoted(project)} with ${quoted(escaped(name))}.`);
  if (read.name.toLowerCase() !== escaped(name) && read.kind === 'sdist') {
    throw new Refused(
      'invalid',
      `Filename ${quoted(file)} is invalid, should be ${quoted(`${escaped(name)}-${read.version}.tar.gz`)}.`,
    );
  }
  checkPlatforms(file, read);
  return read;
}

/** A wheel tells about itself; source distributions do so since metadata 2.2, and older ones are described by their form. */
function metadataFor(kind: string, inside: Metadata, { fields }: Form): Metadata {
  const version = Number(first(inside, 'metadata-version') ?? 0);
  return kind === 'bdist_wheel' || version >= 2.2 ? inside : metadataOf(fields);
}

function checkAgreement(file: string, metadata: Metadata, { name }: AskedFor): void {
  const [inside = '', version = ''] = [first(metadata, 'name'), first(metadata, 'version')];
  if (normalised(inside) !== normalised(name))
    throw new Refused(
      'invalid',
      `The name in the metadata, ${quoted(inside)}, is not that of the upload, ${quoted(name)}.`,
    );
  const told = readFileName(file).version;
  if (compareSpellings(told, version) !== 0)
    throw new Refused('invalid', `Version in filename should be ${quoted(version)} not ${quoted(told)}.`);
}

const reuse = 'See https://pypi.org/help/#file-name-reuse for more information.';
const exists = (file: string, digest: string): Refused =>
  new Refused('invalid', `File already exists (${quoted(file)}, with blake2_256 hash ${quoted(digest)}). ${reuse}`);

/** The same file again is no mistake; anything else under its name is, and so are its bytes under another. */
async function isThere(known: Catalogue, project: string, { name, hashes }: Sent): Promise<'same' | 'new'> {
  const here = (await known.find(project))?.files.find(({ file }) => file === name);
  if (here !== undefined) {
    if (here.hashes.sha256 === hashes.sha256) return 'same';
    throw exists(name, here.hashes.blake2_256 ?? hashes.blake2_256);
  }
  const copy = everyFile(known).find((one) => one.hashes.sha256 === hashes.sha256);
  if (copy !== undefined) throw exists(copy.file, hashes.blake2_256);
  return 'new';
}

function added(
  before: Project | undefined,
  fresh: Distribution,
  { name, caller }: { readonly name: string; readonly caller: Caller },
): Project {
  const there = before?.files.find(({ file }) => file === fresh.file);
  if (there !== undefined) throw exists(fresh.file, there.hashes.blake2_256 ?? '');
  if (before?.gone.includes(fresh.file) === true) {
    throw new Refused(
      'invalid',
      `This filename was previously used by a file that has since been deleted. Use a different version. ${reuse}`,
    );
  }
  const release = releaseOf(fresh.version);
  if (
    fresh.kind === 'sdist' &&
    before?.files.some((one) => one.kind === 'sdist' && releaseOf(one.version) === release) === true
  )
    throw new Refused('invalid', 'Only one sdist may be uploaded per release.');
  const { owners, files = [], gone = [], yanked = {} } = before ?? {};
  const user = caller.is === 'known' ? caller.user : '';
  return { name, owners: owners ?? [user], files: [...files, fresh], gone, yanked };
}

const everyFile = ({ own }: Catalogue): readonly Distribution[] =>
  own.keys().flatMap((key) => own.get(key)?.files ?? []);

export const isUsed = (known: Catalogue, sha256: string): boolean =>
  everyFile(known).some(({ hashes, metadata }) => hashes.sha256 === sha256 || metadata === sha256);

async function blobAsSource({ blobs }: House, sha256: string): Promise<Source> {
  const size = (await blobs.size(sha256)) ?? 0;
  return {
    size,
    async read(start, end) {
      if (end <= start || start >= size) return Buffer.alloc(0);
      const stream = await blobs.stream(sha256, { start, end: end - 1 });
      return stream === undefined ? Buffer.alloc(0) : bytesOf(stream);
    },
  };
}
