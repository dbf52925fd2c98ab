import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../tools/toolchains/require.ts';
import { commitAll, tempFolder, write } from '../world/folder.ts';
import { crate, errors, fates, rehearsed, sailor } from './quay.ts';

describeWith('cargo', (cargo) => {
  it('a list of crates.io alone, and the linker and flags of this user', async () => {
    const env = sailor([cargo]);
    const links = join(tempFolder(), 'links.txt');
    const linker = join(env.HOME, 'bin/linker');
    write(env.HOME, {
      'bin/linker': `#!/bin/sh\necho linked >> ${links}\nexec cc "$@"\n`,
      // A linker with a slash is told from the folder that holds `.cargo`.
      '.cargo/config.toml': `[target.'cfg(all())']\nlinker = "bin/linker"\nrustflags = ["--cfg", "quay_of_the_user"]\n`,
    });
    chmodSync(linker, 0o755);
    const listed = (text: string): string => text.replace('[package]', '[package]\npublish = ["crates-io"]');
    const folder = write(tempFolder(), {
      'Cargo.toml': '[workspace]\nmembers = ["rope", "ship"]\nresolver = "2"\n',
      'rope/Cargo.toml': listed(crate('quay-rope')),
      // Compiled where it is packaged; whoever installs it has no such flag.
      'rope/build.rs': 'fn main() {}\n',
      'rope/src/lib.rs': 'pub fn knot() -> bool { cfg!(quay_of_the_user) }\n',
      'ship/Cargo.toml': listed(
        crate('quay-ship', '[dependencies]\nquay-rope = { path = "../rope", version = "1.0.0" }\n'),
      ),
      'ship/src/main.rs': 'fn main() { println!("{}", quay_rope::knot()) }\n',
    });
    const told = await rehearsed(commitAll(folder, 'feat: begin'), [], env);
    expect(errors(told)).toEqual([]);
    expect(fates(told)).toEqual(['cargo:quay-rope verified', 'cargo:quay-ship verified']);
    // Where they are packaged, where their files are tried, and where they are installed from the registry.
    expect(readFileSync(links, 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(3);
  }, 60_000);
});
