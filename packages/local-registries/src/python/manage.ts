import type { House } from '../protocol.ts';
import { at, plain, textOf, type Plain } from '../reading.ts';
import { json } from '../server/answer.ts';
import { Refused } from '../server/refusal.ts';
import { route, type Route } from '../server/route.ts';
import type { Catalogue } from './catalogue.ts';
import { normalised } from './names.ts';
import type { Project } from './project.ts';
import { releaseOf } from './version.ts';
import { isUsed } from './upload.ts';

/** What people do on the web pages of the public index, which has no API for it: taking releases back, and deleting. */
export function manageRoutes({ blobs }: House, known: Catalogue): readonly Route[] {
  const change = async (body: Plain, next: (before: Project, release: string) => Project): Promise<Project> => {
    const [name, version] = [textOf(at(body, 'project')), textOf(at(body, 'version'))];
    if (name === undefined || version === undefined) throw new Refused('invalid', 'project and version are needed');
    return known.own.update(normalised(name), (before) => {
      const release = releaseOf(version);
      if (before?.files.some((file) => releaseOf(file.version) === release) !== true)
        throw new Refused('not-found', `There is no ${name} ${version} here.`);
      return next(before, release);
    });
  };
  return [
    route('POST', '/yank', 'account', async (ask) => {
      const body = plain(await ask.json()) ?? {};
      const reason = textOf(at(body, 'reason')) ?? '';
      const { yanked } = await change(body, (before, release) => ({
        ...before,
        yanked: { ...before.yanked, [release]: reason },
      }));
      return json({ yanked });
    }),
    route('POST', '/unyank', 'account', async (ask) => {
      const { yanked } = await change(plain(await ask.json()) ?? {}, (before, release) => ({
        ...before,
        yanked: Object.fromEntries(Object.entries(before.yanked).filter(([one]) => one !== release)),
      }));
      return json({ yanked });
    }),
    route('POST', '/delete', 'account', async (ask) => {
      let lost: Project['files'] = [];
      const body = plain(await ask.json()) ?? {};
      const { gone } = await change(body, (before, release) => {
        lost = before.files.filter((file) => releaseOf(file.version) === release);
        const files = before.files.filter((file) => !lost.includes(file));
        return { ...before, files, gone: [...before.gone, ...lost.map(({ file }) => file)] };
      });
      const digests = lost.flatMap(({ hashes, metadata }) => [hashes.sha256, metadata]);
      // In turn with uploads, one of which may need the same bytes.
      await known.own.update(normalised(textOf(at(body, 'project')) ?? ''), async (project) => {
        for (const digest of digests)
          if (typeof digest === 'string' && !isUsed(known, digest)) await blobs.remove(digest);
        return project;
      });
      return json({ gone });
    }),
  ];
}
