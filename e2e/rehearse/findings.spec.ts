import { callable } from '../../tools/toolchains/callable.ts';
import { describeWithAll } from '../../tools/toolchains/require.ts';
import { tempFolder, write } from '../world/folder.ts';
import { crate, fates, pier, rehearsed } from './quay.ts';

describeWithAll(['cargo', 'helm'], ({ cargo, helm }) => {
  it('tells all that a release would fail by, each once, and blocks only what needs it', async () => {
    const env = { ...callable([cargo, helm]), HOME: tempFolder(), TMPDIR: tempFolder() };
    write(env.HOME, { '.gitconfig': '[user]\n\tname = Quay\n\temail = quay@example.com\n' });
    const folder = pier({
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship", "buoy"]\nresolver = "2"\n',
      // A file that its folder does not hold is in no package of it.
      'tides.txt': 'high\nlow\n',
      'rope/Cargo.toml': crate('quay-rope'),
      'rope/src/lib.rs': 'pub const TIDES: &str = include_str!("../../tides.txt");\n',
      'ship/Cargo.toml': crate('quay-ship', '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n'),
      'ship/src/lib.rs': 'pub use quay_rope::TIDES;\n',
      'buoy/Cargo.toml': crate('quay-buoy'),
      'buoy/src/lib.rs': 'pub fn ring() -> u8 { 1 }\n',
      'npm/flag/index.js': 'module.exports = require("./gone.js");\n',
      'chart/templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ required "name it" .Values.name }}\n',
    });
    const told = await rehearsed(folder, [], env);
    expect(told.code).toBe(1);
    expect(told.report.ok).toBe(false);
    expect(fates(told)).toEqual([
      'cargo:quay-buoy verified',
      'cargo:quay-rope failed',
      'cargo:quay-ship blocked',
      'helm:quay failed',
      'npm:@quay/flag failed',
    ]);
    const errors = told.report.findings.filter(({ severity }) => severity === 'error');
    const about = (words: RegExp): readonly string[] =>
      errors.filter(({ what }) => words.test(what)).map(({ step }) => step);
    expect(about(/tides\.txt/)).toEqual(['package']);
    expect(about(/name it/)[0]).toMatch(/^package/);
    // Found before it is published, and by whoever installs it from there.
    expect(errors.find(({ code }) => code === 'TEST_SMOKE')).toMatchObject({ step: 'package-test' });
    expect(about(/gone\.js/)).toContain('verify');
    expect(errors.every(({ fix }) => fix !== '')).toBe(true);
    expect(told.report.findings.map(({ what }) => what).join('\n')).not.toMatch(/quay-ship/);
  }, 120_000);
});
