import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Admission, Released } from '../../model/registry.ts';
import { nobodyThere, notAdmitted } from '../admitting.ts';
import { uploadAddresses } from './address.ts';
import { normalise } from './files.ts';
import { readToken } from './token.ts';

/** Where the public ones are managed. */
const locations: Readonly<Record<string, string>> = { 'upload.pypi.org': 'pypi.org', 'test.pypi.org': 'test.pypi.org' };

/** No index has a question for this. But tokens of PyPI say what they are for, to whoever can read them. */
export function* admission(asked: Released, by: Credential | undefined): Dialogue<Admission> {
  const [upload] = uploadAddresses(asked.registry);
  const location = locations[new URL(upload).host];
  if (by === undefined)
    return nobodyThere(
      asked,
      location === 'pypi.org'
        ? 'Set UV_PUBLISH_TOKEN.'
        : `Write into ~/.pypirc: repository = ${upload}, username and password.`,
    );
  if (location === undefined) return { is: 'untold' };
  const tokens = `https://${location}/manage/account/token/`;
  const readable = by.is === 'token' ? readToken(by.token.reveal()) : undefined;
  if (readable === undefined)
    return notAdmitted(
      asked,
      `${by.from} holds no token of its own, and passwords are not taken any more`,
      `Make one at ${tokens}`,
    );
  if (readable.location !== location)
    return notAdmitted(asked, `the token of ${by.from} is for ${readable.location}`, `Make one at ${tokens}`);
  const { projects } = readable;
  if (projects !== undefined && !projects.some((project) => normalise(project) === normalise(asked.name)))
    return notAdmitted(
      asked,
      `the token of ${by.from} is for ${projects.join(', ')} alone`,
      `Make one for ${asked.name} at ${tokens}`,
    );
  return { is: 'untold' };
}
