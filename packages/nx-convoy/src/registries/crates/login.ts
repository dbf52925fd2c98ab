import type { Credential } from '../../model/credential.ts';
import type { Dialogue, HttpOutcome } from '../../model/http.ts';
import { fieldsIn } from '../../text/json/lenient.ts';
import { stringOf } from '../../text/json/narrow.ts';
import { below, mostBytes } from '../reading.ts';

type Headers = Readonly<Record<string, string>>;

/** cargo sends a token as it is, without a word before it. */
export const tokenHeaders = (by: Credential | undefined): Headers =>
  by === undefined ? {} : { authorization: (by.is === 'token' ? by.token : by.password).reveal() };

/** What an index says of itself: where its files are, and whether it asks who comes for everything. */
export interface Settings {
  readonly dl?: string;
  readonly isClosed: boolean;
}

/** As cargo does it: without a token, and with it only where the registry wants one to be shown. Undefined where it cannot be read. */
export function* settingsOf(
  registry: string,
  by: Credential | undefined,
): Dialogue<{ readonly outcome: HttpOutcome; readonly settings?: Settings }> {
  const request = { method: 'GET', url: below(registry, 'config.json'), mostBytes } as const;
  let outcome = yield request;
  const isClosed = outcome.is === 'answer' && outcome.status === 401;
  if (isClosed && by !== undefined) outcome = yield { ...request, headers: tokenHeaders(by) };
  if (outcome.is === 'silence' || outcome.status !== 200 || outcome.isCut) return { outcome };
  const data = fieldsIn(outcome.text);
  const dl = stringOf(data['dl']);
  return {
    outcome,
    settings: { ...(dl === undefined ? {} : { dl }), isClosed: isClosed || data['auth-required'] === true },
  };
}
