import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hit } from '../faults/armed.ts';
import type { Ask } from './ask.ts';
import { bytesOf, jsonOf, limited } from './body.ts';
import type { Limits } from './limits.ts';
import type { Recorded } from './record.ts';
import { Refused } from './refusal.ts';
import type { Role } from './route.ts';

/** One request on its way, and what becomes known of it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly at: number;
  readonly path: string;
  readonly query: URLSearchParams;
  role?: Role;
  user?: string;
  error?: string;
  received: number;
  sent: number;
  hits: readonly Hit[];
}

export function begin(request: IncomingMessage, response: ServerResponse, at: number): Exchange {
  const [path = '/', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '/')?.slice(1) ?? [];
  const search = new URLSearchParams(query);
  return { request, response, at, path, query: search, received: 0, sent: 0, hits: [] };
}

export function recorded(exchange: Exchange, registry: string, path: string): Recorded {
  const { request, response, at, role, user, error, received, sent, hits } = exchange;
  return {
    registry,
    at,
    method: request.method ?? '',
    path,
    status: response.headersSent ? response.statusCode : 0,
    received,
    sent,
    ...(role === undefined ? {} : { role }),
    ...(user === undefined ? {} : { user }),
    ...(hits.length === 0 ? {} : { fault: hits.map(({ fault }) => fault.does).join(', ') }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The body in the forms that a route may ask for, once. */
export function bodyOf(exchange: Exchange, limits: Limits): Pick<Ask, 'body' | 'bytes' | 'json' | 'mostParts'> {
  const body = (wanted = limits.fileBytes) => {
    // A route knows what its protocol takes, whoever runs the registry how much this machine does.
    const limit = Math.min(wanted, limits.fileBytes);
    const announced = Number(exchange.request.headers['content-length'] ?? 0);
    if (announced > limit) throw new Refused('too-large', `The body is larger than ${limit} bytes.`);
    return limited(exchange.request, limit, (size) => (exchange.received += size));
  };
  return {
    body,
    bytes: async (limit = limits.memoryBytes) => bytesOf(body(limit)),
    json: async (limit = limits.memoryBytes) => jsonOf(body(limit)),
    mostParts: limits.parts,
  };
}
