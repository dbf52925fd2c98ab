import { main } from './main.ts';
import { readCommand } from './options.ts';

it.each<[readonly string[], object]>([
  [[], { upstream: false, isPrivate: false, ports: {}, faults: [], hostNames: [] }],
  [['npm'], { registries: ['npm'] }],
  [
    ['--keep-in', 'k', '--packages', 'p', '--upstream', '--private'],
    { keepIn: 'k', packages: 'p', upstream: true, isPrivate: true },
  ],
  [['--port', 'npm=4873', '--port', 'admin=1'], { ports: { npm: 4873, admin: 1 } }],
  [['--faults', '{"does":"stale"}'], { faults: [{ does: 'stale' }] }],
  [
    ['--publishers', '{"registry":"npm","package":"a","repository":"b/c","workflow":"d.yml"}'],
    { publishers: [{ registry: 'npm', package: 'a', repository: 'b/c', workflow: 'd.yml' }] },
  ],
  [['oci', '--login', 'basic'], { registries: ['oci'], login: 'basic' }],
  [['--host', '0.0.0.0', '--host-name', 'docker.test'], { host: '0.0.0.0', hostNames: ['docker.test'] }],
])('%j', (argv, options) => expect(readCommand(argv)).toMatchObject({ is: 'start', options }));

it.each<[readonly string[], readonly string[]]>([
  [['gems'], ['There is no registry called "gems".']],
  [
    ['--port', 'npm=99999', 'gems'],
    ['There is no registry called "gems".', '--port npm=99999 is none'],
  ],
  [['--faults', '{'], ['--faults is no JSON']],
  [['--publishers', '['], ['--publishers is no JSON']],
  [
    ['--publishers', '[{}]'],
    [
      '--publishers: "registry" is missing.',
      '--publishers: "package"',
      '--publishers: "repository"',
      '--publishers: "workflow"',
    ],
  ],
  [['--faults', '{"does":"x"}'], ['--faults: "does" is not one of']],
  [['--login', 'magic'], ['--login magic is none']],
  [['--sing'], ["Unknown option '--sing'"]],
])('%j is wrong', (argv, expected) => {
  const command = readCommand(argv);
  const problems = command.is === 'wrong' ? command.problems : [];
  expect(problems.map((problem, at) => problem.slice(0, expected[at]?.length))).toEqual(expected);
});

async function ran(...argv: readonly string[]) {
  let [out, err] = ['', ''];
  const terminal = {
    out: (text: string) => (out += text),
    err: (text: string) => (err += text),
    ended: Promise.resolve(),
  };
  return { code: await main(argv, terminal), out, err };
}

it('prints one line of JSON that says all', async () => {
  const { code, out } = await ran('npm', 'crates');
  expect([code, out.match(/\n/g)?.length]).toEqual([0, 1]);
  const told = JSON.parse(out) as { registries: Record<string, { url: string; token: string }> };
  expect(Object.keys(told.registries).sort()).toEqual(['crates', 'npm']);
  expect(told).toMatchObject({
    admin: { token: expect.any(String) },
    env: { npm_config_registry: `${told.registries.npm?.url ?? ''}/` },
  });
});

it('tells what is wrong, and ends', async () => {
  expect(await ran('gems')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--help') });
  expect(await ran('npm', '--keep-in', '/dev/null/x')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('/dev/null'),
  });
  expect((await ran('--help')).out).toContain('--keep-in');
});
