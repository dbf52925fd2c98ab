import { describeWithAll } from '../../tools/toolchains/require.ts';
import { callable } from '../../tools/toolchains/callable.ts';
import { git, tempFolder, write } from '../world/folder.ts';
import { kinds, type Kind } from './matrix/kinds.ts';
import { impatient, openStand, type Berth, type Stand, type Told } from './matrix/stand.ts';

const shown = ({ code, units, problems }: Told): readonly unknown[] => [
  code,
  ...units.map(({ unit, is, why }) => `${unit} ${is}: ${why}`),
  ...problems.map((problem) => problem.code),
];
const sent = (kind: Kind, berth: Berth): number => berth.requests().filter((one) => kind.puts(one)).length;

/** What a registry has under a name that is ours, before anything of ours is sent. */
describeWithAll(['cargo', 'python', 'buildah', 'helm'], (clients) => {
  const stands = new Map<Kind, Stand>();
  const standOf = (kind: Kind): Stand => {
    const stand = stands.get(kind);
    if (stand === undefined) throw new Error(`no stand for ${kind.name}`);
    return stand;
  };
  beforeAll(async () => {
    const env = callable(Object.values(clients));
    await Promise.all(kinds.map(async (kind) => stands.set(kind, await openStand(kind, env))));
  }, 120_000);
  afterAll(() => {
    for (const stand of stands.values()) stand.close();
  });
  const all = kinds.map((kind) => [kind.name, kind] as const);

  it.each(all)(
    '%s: other content stops it, and what needs it',
    async (_, kind) => {
      const stand = standOf(kind);
      const berth = await stand.berth({ packages: await stand.other() });
      try {
        const told = await berth.publish();
        const [base] = kind.units;
        expect(told.code).toBe(1);
        expect(told.units.find(({ unit }) => unit === base)).toMatchObject({ is: 'failed', why: 'OTHER_BYTES' });
        expect(new Set(told.problems.map(({ code }) => code))).toEqual(new Set(['OTHER_BYTES']));
        expect(sent(kind, berth)).toBe(0);
      } finally {
        await berth.leave();
      }
    },
    60_000,
  );

  it.each(all)(
    '%s: the same content in other bytes is left alone',
    async (_, kind) => {
      const stand = standOf(kind);
      const berth = await stand.berth('rebuilt');
      try {
        const told = await berth.publish();
        const own = told.units.filter(({ unit, why }) => kind.units.includes(unit) && !why.includes('latest'));
        expect(told.code).toBe(0);
        for (const id of kind.units)
          expect(own.find(({ unit }) => unit === id)).toMatchObject({
            is: 'skipped',
            why: 'it was there already: the same content in other bytes',
          });
        expect([...(await kind.there(berth.at))].sort()).toEqual([...stand.made('rebuilt')].sort());
        expect(sent(kind, berth)).toBe(0);
      } finally {
        await berth.leave();
      }
    },
    60_000,
  );

  const [crate, wheel] = ['crates', 'python'].map((name) => {
    const found = kinds.find(({ registry }) => registry === name);
    if (found === undefined) throw new Error(`no kind for ${name}`);
    return found;
  }) as [Kind, Kind];

  it('a yanked version is there, and taken', async () => {
    const berth = await standOf(crate).berth();
    try {
      await berth.publish();
      const { url, token } = berth.at;
      const yank = `${url}/api/v1/crates/quay-rope/1.0.0/yank`;
      expect((await fetch(yank, { method: 'DELETE', headers: { authorization: token } })).ok).toBe(true);
      const told = await berth.publish();
      expect(shown(told)).toEqual([
        0,
        'cargo:quay-rope published: the same bytes, withdrawn',
        'cargo:quay-ship published: the same bytes',
      ]);
      expect(sent(crate, berth)).toBe(2);
    } finally {
      await berth.leave();
    }
  }, 60_000);

  it('a deleted one never comes back', async () => {
    const berth = await standOf(wheel).berth();
    try {
      await berth.publish();
      const { url, token } = berth.registries.admin;
      const said = await fetch(`${url}/python/delete`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ project: 'quay-rope', version: '1.0.0' }),
      });
      expect(said.ok).toBe(true);
      // Whoever comes from elsewhere knows nothing of what was sent.
      const clone = tempFolder();
      git(clone, 'clone', '--quiet', berth.folder, '.');
      const told = await berth.publish([], clone);
      expect(told.code).toBe(1);
      expect(new Set(told.problems.map(({ code }) => code))).toEqual(new Set(['VERSION_DELETED']));
    } finally {
      await berth.leave();
    }
  }, 60_000);

  it('a server that is no index has nothing absent', async () => {
    const berth = await standOf(crate).berth();
    try {
      const registries = { 'crates.io': `sparse+${berth.at.url}/elsewhere/` };
      write(berth.folder, { 'convoy.json': JSON.stringify({ convoy: { registries, publish: impatient } }) });
      git(berth.folder, 'commit', '--quiet', '--all', '--message', 'chore: a wrong address');
      git(berth.folder, 'tag', '--force', 'v1.0.0');
      const told = await berth.publish(['--units=cargo:quay-rope']);
      expect(shown(told)).toEqual([1, 'cargo:quay-rope unknown: REGISTRY_ODD', 'REGISTRY_ODD']);
      expect(sent(crate, berth)).toBe(0);
    } finally {
      await berth.leave();
    }
  }, 60_000);
});
