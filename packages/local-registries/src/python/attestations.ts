import { at, listOf, plain, textOf } from '../reading.ts';
import { Refused } from '../server/refusal.ts';
import type { Grant } from '../trust/trust.ts';

interface About {
  readonly file: string;
  readonly sha256: string;
  readonly grant: Grant | undefined;
}

/**
 * Checks that signed statements are about this very file, and says who published it (PEP 740). Signatures are not looked at: their
 * certificates come from a service of the internet.
 */
export function provenanceOf(given: string | undefined, { file, sha256, grant }: About): object | undefined {
  if (given === undefined || given === '') return undefined;
  if (grant === undefined) {
    throw wrong('Attestations are only supported when using Trusted Publishing');
  }
  const list = listOf(parsed(given));
  if (list === undefined || list.length === 0) throw wrong('Malformed attestations: an array is expected');
  for (const one of list) check(one, file, sha256);
  const { repository, workflow, environment } = grant.identity;
  const publisher = { kind: 'GitHub', repository, workflow, environment: environment ?? null };
  return { version: 1, attestation_bundles: [{ publisher, attestations: list }] };
}

function check(one: unknown, file: string, sha256: string): void {
  const attestation = plain(one);
  const envelope = plain(at(attestation, 'envelope'));
  const statement = textOf(at(envelope, 'statement'));
  const material = plain(at(attestation, 'verification_material'));
  if (
    at(attestation, 'version') !== 1 ||
    statement === undefined ||
    textOf(at(envelope, 'signature')) === undefined ||
    material === undefined
  )
    throw wrong('Malformed attestations: version, verification_material and envelope are needed');
  const said = plain(parsed(Buffer.from(statement, 'base64').toString('utf8')));
  const subjects = listOf(at(said, 'subject'))?.map(plain) ?? [];
  const [subject] = subjects;
  if (subjects.length !== 1 || textOf(at(subject, 'name')) !== file)
    throw wrong('subject does not match distribution name');
  if (textOf(at(plain(at(subject, 'digest')), 'sha256')) !== sha256)
    throw wrong('subject does not match distribution digest');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const wrong = (why: string): Refused => new Refused('invalid', `Invalid attestations supplied during upload: ${why}`);
