/** Two crates whose names differ only in case, or in `-` and `_`, are one to crates.io. */
export const canonical = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** Where a crate's file lies in the index; its name is lower-cased there. */
export function indexPath(name: string): string {
  const lower = name.toLowerCase();
  if (lower.length <= 2) return `${lower.length}/${lower}`;
  if (lower.length === 3) return `3/${lower.slice(0, 1)}/${lower}`;
  return `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
}

/** What is wrong with a crate's name, in crates.io's words. */
export function badName(name: string): string | undefined {
  if (name === '') return 'crate name cannot be empty';
  if (name.length > 64) return `the crate name \`${name}\` is too long (max 64 characters)`;
  const [first = ''] = name;
  if (/\d/.test(first))
    return `the name \`${name}\` cannot be used as a crate name, the name cannot start with a digit`;
  const strange = /^[^A-Za-z]/.exec(name) ?? /[^A-Za-z0-9_-]/.exec(name);
  if (strange !== null) {
    return `invalid character \`${strange[0]}\` in crate name: \`${name}\`, the name must start with an ASCII letter and hold only ASCII letters, digits, \`-\`, or \`_\``;
  }
  return reserved.has(canonical(name)) ? 'cannot upload a crate with a reserved name' : undefined;
}

/** What ships with the compiler, and what Windows cannot name a file. */
const reserved = new Set(
  [
    'alloc arena ast builtins collections compiler-builtins compiler-rt compiletest core coretest debug driver flate fmt-macros',
    'grammar graphviz macro macros proc-macro rbml rust rust-installer rustbook rustc rustc-back rustc-borrowck rustc-driver',
    'rustc-llvm rustc-resolve rustc-trans rustc-typeck rustdoc rustllvm rustuv serialize std std-inject std-unicode syntax test',
    'unwind con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9',
  ].flatMap((line) => line.split(' ')),
);
