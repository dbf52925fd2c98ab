import { hosted } from './hosted.ts';
import { listOf, objectOf, stringOf, type JsonObject } from '../../text/json/narrow.ts';

/** Where its source lies; of several the first. */
export function repositoryOf({ repository, repositories }: JsonObject): unknown {
  const told = listOf(repositories)[0] ?? repository;
  const one: unknown = typeof told === 'string' && told !== '' ? { type: 'git', url: told } : told;
  const url = stringOf(objectOf(one).url);
  return url === undefined ? one : { ...objectOf(one), url: hosted(url)?.url ?? url };
}

/** Where its mistakes are told: where its source lies, if nobody says otherwise. */
export function bugsOf(told: unknown, usual: string | undefined): unknown {
  if (told === undefined || told === '' || told === null) return usual === undefined ? undefined : { url: usual };
  if (typeof told === 'string') return /@.*\./.test(told) ? { email: told } : URL.canParse(told) ? { url: told } : told;
  const { url, web, name, email } = objectOf(told);
  const address = [name, web, url].find((one) => typeof one === 'string' && URL.canParse(one));
  const bugs = {
    ...(address === undefined ? {} : { url: address }),
    ...(typeof email === 'string' && /@.*\./.test(email) ? { email } : {}),
  };
  return Object.keys(bugs).length === 0 ? undefined : bugs;
}

export function homepageOf(told: unknown, usual: string | undefined): string | undefined {
  if (told === undefined || told === '') return usual;
  if (typeof told !== 'string') return undefined;
  return URL.canParse(told) ? told : `http://${told}`;
}
