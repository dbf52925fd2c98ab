import type { RegistryRules } from '../../model/ecosystem.ts';

/**
 * Kept by crates.io (its migrations of reserved_crate_names, read on 2026-11-20): parts of Rust's distribution when the registry began.
 * Keywords are not among them: a crate may be called `async`.
 */
const ofRust =
  'alloc arena ast builtins collections compiler-builtins compiler-rt compiletest core coretest debug driver flate fmt_macros grammar ' +
  'graphviz macro macros proc_macro rbml rust-installer rustbook rustc rustc_back rustc_borrowck rustc_driver rustc_llvm ' +
  'rustc_resolve rustc_trans rustc_typeck rustdoc rustllvm rustuv serialize std syntax test unicode';

const devices =
  'nul con prn aux com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9';

/** Large and small letters, and `-` and `_`, are one to crates.io. */
const plain = (name: string): string => name.toLowerCase().replaceAll('-', '_');
const outOf = (words: string): { test(name: string): boolean } => {
  const kept = new Set(words.split(' ').map(plain));
  return { test: (name) => !kept.has(plain(name)) };
};

/** What crates.io refuses; cargo itself refuses some of it as well. */
export const registry: RegistryRules = {
  usual: 'crates.io',
  names: [
    {
      holds: /^[A-Za-z][A-Za-z0-9_-]*$/,
      says: 'a name begins with a letter and goes on with letters, digits, - and _',
    },
    { holds: /^.{1,64}$/, says: 'a name has at most 64 letters' },
    { holds: outOf(devices), says: 'Windows has no file of that name' },
    { holds: outOf(ofRust), says: 'the name is kept for Rust itself' },
  ],
};
