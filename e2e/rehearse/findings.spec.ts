import { describeWithAll } from '../../tools/toolchains/require.ts';
import { crate, fates, pier, rehearsed, sailor } from './quay.ts';

describeWithAll(['cargo', 'helm'], ({ cargo, helm }) => {
  it('tells all that a release would fail by, each once, and blocks only what needs it', async () => {
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
    const told = await rehearsed(folder, [], sailor([cargo, helm]));
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

  it('what no registry would take, and what nobody could fetch', async () => {
    const folder = pier({
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
      'rope/Cargo.toml': crate('quay-rope'),
      'rope/src/lib.rs': 'pub fn knot() -> u8 { 7 }\n',
      'ship/Cargo.toml': crate('quay-ship', '[dependencies]\nquay-rope = { path = "../rope" }\n'),
      'ship/src/lib.rs': 'pub use quay_rope::knot;\n',
      'chart/Chart.yaml':
        'apiVersion: v2\nname: quay\nversion: 1.0.0\ndependencies:\n  - name: tide\n    version: ~1.0.0\n    repository: oci://127.0.0.1:1/nobody\n',
      'mole/Chart.yaml': 'apiVersion: v2\nname: mole\nversion: 1.0.0\n',
      'mole/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
    });
    const told = await rehearsed(folder, ['--no-tests'], sailor([cargo, helm]));
    expect(told.code).toBe(1);
    expect(fates(told)).toEqual([
      'cargo:quay-rope published',
      'cargo:quay-ship failed',
      'helm:mole published',
      'helm:quay failed',
      'npm:@quay/flag published',
    ]);
    const errors = told.report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ step, code, what }) => [step, code, what])).toEqual([
      ['plan', 'REGISTRY_MISSING', expect.stringContaining('helm:mole')],
      ['plan', 'CARGO_PATH_WITHOUT_VERSION', expect.stringContaining('quay-rope is required by path alone')],
      ['package', 'PACKAGE_FAILED', expect.stringContaining('nobody/tide')],
    ]);
    expect(errors[1]?.fix).toContain('quay-rope = { path = "../rope", version = "1.0.0" }');
  }, 60_000);
});
