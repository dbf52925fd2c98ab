import picomatch from 'picomatch';
import type { Entry, Opened } from '../model/packaging.ts';
import type { Problem } from '../model/problem.ts';
import { nameOf } from '../paths/inside.ts';

/** Files in which clients and people keep what opens something, and how one sees that it does. */
const holders: readonly { readonly named: RegExp; readonly holds: RegExp }[] = [
  { named: /^\.npmrc$|^\.yarnrc(?:\.yml)?$/, holds: /_auth(?:Token)?\s*=|_password\s*=|npmAuth(?:Token|Ident)\s*:/ },
  { named: /^\.pypirc$/, holds: /^\s*password\s*[:=]/m },
  { named: /^[._]netrc$/, holds: /\bpassword\s+\S/ },
  { named: /^\.git-credentials$/, holds: /:\/\/[^/\s]+@/ },
  { named: /^credentials(?:\.toml)?$/, holds: /^\s*(?:token|aws_secret_access_key)\s*=/m },
  {
    named: /^\.env(?:\.(?!example|sample|template|dist).*)?$/,
    holds: /^\s*(?:export\s+)?\w*(?:TOKEN|SECRET|PASSW|KEY)\w*\s*=\s*\S/im,
  },
  { named: /^(?:\.docker)?config\.json$/, holds: /"auth"\s*:\s*"[A-Za-z0-9+/=]{8,}"/ },
];
const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;
const keyName = /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.(?:pem|key|ppk|asc)$/;

/** Nothing that anybody could open something with leaves in a package; what is there for tests is named in the settings. */
export function secretFiles(files: readonly Opened[], allow: readonly string[] = []): readonly Problem[] {
  const isAllowed = allow.length === 0 ? () => false : picomatch([...allow], { dot: true });
  return files.flatMap((file) =>
    file.entries.filter(maybeSecret).flatMap(({ path }) => {
      // Nearly every archive has one folder at its top, which no person thinks of.
      const shown = path.replace(/^[^/]+\//, '');
      if (isAllowed(path) || isAllowed(shown)) return [];
      const name = nameOf(path);
      const holder = holders.find(({ named }) => named.test(name));
      const text = new TextDecoder().decode(file.bytes(path));
      if (holder?.holds.test(text) === true) return [secret(file, path, shown, 'error')];
      return keyName.test(name) && privateKey.test(text) ? [secret(file, path, shown, 'warning')] : [];
    }),
  );
}

/** By its name and size alone: whether its text is worth a look. */
export const maybeSecret = ({ path, kind, size }: Entry): boolean => {
  const name = nameOf(path);
  return (
    kind === 'file' && size <= 1024 * 1024 && (keyName.test(name) || holders.some(({ named }) => named.test(name)))
  );
};

const secret = (file: Opened, path: string, shown: string, severity: Problem['severity']): Problem => ({
  code: 'PACKAGE_SECRET',
  severity,
  what: `${file.name} holds ${path}, which looks like ${severity === 'error' ? 'credentials' : 'a private key'}.`,
  fix: `Leave it out of the package (exclude, files, .npmignore, .helmignore, .dockerignore, as its client has it) and renew it if it was ever out; if it opens nothing: "package": { "allow": ["${shown}"] }.`,
});
