import type { Credential } from '../../packages/nx-convoy/src/model/credential.ts';
import type { Dialogue } from '../../packages/nx-convoy/src/model/http.ts';
import { httpClient } from '../../packages/nx-convoy/src/shell/http.ts';

const ask = httpClient({ retries: 0 });

/** A dialogue with a real server, by the client that the product has. */
export async function carryOut<T>(dialogue: Dialogue<T>): Promise<T> {
  let turn = dialogue.next();
  while (turn.done !== true) turn = dialogue.next(await ask(turn.value));
  return turn.value;
}

export const token = (value: string): Credential => ({ is: 'token', token: { reveal: () => value }, from: 'a test' });
export const basic = (user: string, password: string): Credential => ({
  is: 'basic',
  user,
  password: { reveal: () => password },
  from: 'a test',
});
