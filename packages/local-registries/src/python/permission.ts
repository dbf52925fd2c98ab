import { Refused } from '../server/refusal.ts';
import type { Caller } from '../server/tokens.ts';
import type { Grant } from '../trust/trust.ts';
import { normalised, quoted } from './names.ts';
import type { Project } from './project.ts';

/** A first upload makes its user the owner; a token that a job got is for the projects that trust the job. */
export function mayUpload(before: Project | undefined, name: string, caller: Caller, grant: Grant | undefined): void {
  const project = normalised(name);
  if (grant !== undefined) {
    if (grant.publishers.some((publisher) => normalised(publisher.package) === project)) return;
    throw new Refused('forbidden', `Invalid API Token: OIDC scoped token is not valid for project ${quoted(project)}`);
  }
  const user = caller.is === 'known' ? caller.user : '';
  if (before === undefined || before.owners.includes(user)) return;
  // Whoever runs this registry owns what a job published first.
  if (user === 'local' && before.owners.every((owner) => owner.includes('/'))) return;
  throw new Refused(
    'forbidden',
    `The user ${quoted(user)} isn't allowed to upload to project ${quoted(before.name)}. See https://pypi.org/help/#project-name for more information.`,
  );
}
