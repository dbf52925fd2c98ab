import { converse, type Ask, type Dialogue, type HttpOutcome, type HttpRequest } from '../../model/http.ts';
import { sideBySide } from './side-by-side.ts';

/** Dialogues with registries, some at a time; what several ask is asked once. */
export async function carryOut<T>(dialogues: readonly Dialogue<T>[], server: Ask): Promise<readonly T[]> {
  const ask = givingUp(once(server));
  return sideBySide(dialogues, most, (dialogue) => converse(dialogue, ask));
}

const most = 8;

/** The index of a repository of charts holds all of them. */
function once(ask: Ask): Ask {
  const asked = new Map<string, Promise<HttpOutcome>>();
  return (request) => {
    if (request.method !== 'GET') return ask(request);
    const key = JSON.stringify([request.url, request.headers]);
    const answer = asked.get(key) ?? ask(request);
    asked.set(key, answer);
    return answer;
  };
}

/** Thousands of units must not each wait for a server that has not answered any of the last few. */
function givingUp(ask: Ask): Ask {
  const silences = new Map<string, number>();
  const last = new Map<string, HttpOutcome>();
  return async (request: HttpRequest) => {
    const { origin } = new URL(request.url);
    const known = last.get(origin);
    if (known !== undefined && (silences.get(origin) ?? 0) >= enough) return known;
    const outcome = await ask(request);
    if (outcome.is === 'silence') last.set(origin, outcome);
    silences.set(origin, outcome.is === 'silence' ? (silences.get(origin) ?? 0) + 1 : 0);
    return outcome;
  };
}

const enough = 3;
