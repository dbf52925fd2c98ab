import { json, type Answer } from '../server/answer.ts';
import type { Ask } from '../server/ask.ts';

/** One page of a list, with links to its neighbours: `?per_page=` to 100, `?page=` from 1. */
export function paged<T>(ask: Ask, all: readonly T[], show: (one: T) => unknown, wrap?: string): Answer {
  const size = within(ask.query.get('per_page'), 30, 100);
  const page = within(ask.query.get('page'), 1, Number.MAX_SAFE_INTEGER);
  const last = Math.max(1, Math.ceil(all.length / size));
  const shown = all.slice((page - 1) * size, page * size).map(show);
  const to = (number: number): string => {
    const query = new URLSearchParams(ask.query);
    query.set('page', String(number));
    return `${ask.origin}${ask.path}?${query.toString()}`;
  };
  const links = [
    ...(page > 1 ? [`<${to(Math.min(page - 1, last))}>; rel="prev"`] : []),
    ...(page < last ? [`<${to(page + 1)}>; rel="next"`, `<${to(last)}>; rel="last"`] : []),
    ...(page > 1 ? [`<${to(1)}>; rel="first"`] : []),
  ];
  const body = wrap === undefined ? shown : { total_count: all.length, [wrap]: shown };
  return json(body, 200, links.length === 0 ? {} : { link: links.join(', ') });
}

/** What is no number counts as not said, as GitHub takes it. */
function within(given: string | null, usual: number, most: number): number {
  const value = /^\d{1,15}$/.test(given ?? '') ? Number(given) : usual;
  return value < 1 ? usual : Math.min(value, most);
}
