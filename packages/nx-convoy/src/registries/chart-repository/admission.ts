import type { Credential } from '../../model/credential.ts';
import type { Dialogue } from '../../model/http.ts';
import type { Admission, Released } from '../../model/registry.ts';
import { isNo, nobodyThere, notAdmitted } from '../admitting.ts';
import { bearer } from '../login.ts';
import { below } from '../reading.ts';

/** Whether its index is shown to who we are. Many show it to everybody: who may upload, none tells. */
export function* admission(asked: Released, by: Credential | undefined): Dialogue<Admission> {
  const { registry } = asked;
  const login = `helm repo add ours ${registry.url} --username <name> --password-stdin`;
  const index = yield {
    method: 'GET',
    url: below(registry.url, 'index.yaml'),
    headers: bearer(by),
    // That it answers is enough.
    mostBytes: 1024,
  };
  if (!isNo(index)) return { is: 'untold' };
  return by === undefined
    ? nobodyThere(asked, `Run: ${login}`)
    : notAdmitted(asked, `it refuses the credential of ${by.from}`, `Log in anew: ${login}`);
}
