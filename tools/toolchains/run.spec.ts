import { run } from './run.ts';

const node = (script: string, timeoutMs = 10_000) => run([process.execPath, '-e', script], { timeoutMs });

it.each([
  ['success', 'console.log(1); console.error(2)', { ok: true, stdout: '1\n', why: '' }],
  [
    'failure',
    'console.log(1); process.exit(3)',
    { ok: false, stdout: '1\n', why: expect.stringMatching(/code 3: 1$/) },
  ],
  ['a signal', 'process.kill(process.pid, "SIGTERM")', { ok: false, why: expect.stringMatching(/SIGTERM$/) }],
  ['no standard input', 'process.stdin.on("end", () => console.log("end")).resume()', { ok: true, stdout: 'end\n' }],
])('%s', async (_, script, expected) => expect(await node(script)).toMatchObject(expected));

it('tells that a command does not exist', async () =>
  expect(await run(['no-such-command'], { timeoutMs: 1000 })).toMatchObject({
    ok: false,
    why: expect.stringMatching(/^no-such-command did not start: .*ENOENT/),
  }));

it('ends a command at its time limit, with its children', async () => {
  const child = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "inherit" })`;
  // The child keeps the output open: if it were still alive, this would not return.
  const { ok, why } = await node(`console.log("up"); ${child}; setInterval(() => 0, 1000)`, 300);
  expect({ ok, why }).toEqual({ ok: false, why: expect.stringMatching(/took longer than 0\.3 s$/) });
});
