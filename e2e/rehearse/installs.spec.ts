import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { imageStorage } from '../../tools/toolchains/image-storage.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';
import { fates, rehearsed, sailor } from './quay.ts';
import { wheel } from './wheel.ts';

/** What is built, uploaded and fetched without a word, and does not work. */
describeWithAll(['python', 'uv'], ({ python, uv }) => {
  it('a wheel that installs and cannot be imported', async () => {
    const files = wheel('sail', 'quay-sail', 'import a_module_that_nobody_has\n');
    const folder = commitAll(write(tempFolder(), files), 'feat: begin');
    const told = await rehearsed(folder, [], sailor([python, uv]));
    expect(told.code).toBe(1);
    expect(fates(told)).toEqual(['python:quay-sail failed']);
    const errors = told.report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ step, code }) => `${step} ${code}`)).toEqual([
      'package-test TEST_SMOKE',
      'verify VERIFY_BROKEN',
    ]);
    for (const { what } of errors) expect(what).toContain("No module named 'a_module_that_nobody_has'");
  }, 60_000);
});

describeWithAll(['cargo', 'images'], ({ cargo, images }) => {
  it('an image whose command says that it does not work', async () => {
    const folder = write(tempFolder(), {
      'ship/Dockerfile': dockerfile,
      'ship/Dockerfile.raft': dockerfile,
      'ship/main.rs':
        'fn main() { std::process::exit(if std::env::args().any(|one| one == "sink") { 7 } else { 0 }) }\n',
      'convoy.json': JSON.stringify({
        convoy: {
          images: [
            { name: 'registry.example.com/quay/floats', dockerfile: 'ship/Dockerfile.raft', context: 'ship' },
            { name: 'registry.example.com/quay/sinks', dockerfile: 'ship/Dockerfile', context: 'ship' },
          ],
          units: {
            'docker:quay/floats': { smoke: [['/ship', 'swim']] },
            'docker:quay/sinks': {
              smoke: [
                ['/ship', 'swim'],
                ['/ship', 'sink'],
              ],
            },
          },
        },
      }),
    });
    const made = ['-C', 'target-feature=+crt-static', '-C', 'strip=symbols', '-o', join(folder, 'ship/ship')];
    const env = { ...process.env, ...cargo.env };
    execFileSync(cargo.paths.rustc ?? 'rustc', [...made, join(folder, 'ship/main.rs')], { env });
    const told = await rehearsed(commitAll(folder, 'feat: begin'), [], {
      ...sailor([images]),
      ...imageStorage(join(tempFolder(), 'images')),
    });
    expect(told.code).toBe(1);
    expect(fates(told)).toEqual(['docker:quay/floats verified', 'docker:quay/sinks failed']);
    const [error] = told.report.findings.filter(({ severity }) => severity === 'error');
    expect(error).toMatchObject({ step: 'verify', code: 'VERIFY_BROKEN' });
    expect(error?.what).toMatch(/ship sink.* ended with 7/);
  }, 60_000);
});

const dockerfile = 'FROM scratch\nLABEL org.opencontainers.image.version=1.0.0\nCOPY ship /ship\n';
