/** What a workflow says between `${{` and `}}`, as far as ours say it: GitHub's own rules of truth and equality. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export interface Scope {
  readonly contexts: Readonly<Record<string, Value>>;
  /** Functions that ask how the run goes. */
  readonly functions?: Readonly<Record<string, () => boolean>>;
}

/** Text with expressions in it; a text that is one whole expression keeps its value. */
export function resolve(text: string, scope: Scope): Value {
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim());
  if (whole?.[1] !== undefined) return evaluate(whole[1], scope);
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => asText(evaluate(inner, scope)));
}

export function asText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const isTrue = (value: Value): boolean => value !== null && value !== false && value !== '' && value !== 0;

export function evaluate(text: string, scope: Scope): Value {
  const tokens = [...text.matchAll(/\s*('(?:[^']|'')*'|&&|\|\||==|!=|[!()[\],]|\.\*|\.?[A-Za-z_][\w-]*|\d+)/gy)].map(
    ([, token = '']) => token,
  );
  if (tokens.join('').length !== text.replaceAll(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, '').length)
    throw new Error(`No expression that ours have: ${text}`);
  const parser = new Parser(tokens, scope);
  const value = parser.either();
  if (!parser.isDone()) throw new Error(`No expression that ours have: ${text}`);
  return value;
}

class Parser {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly scope: Scope;

  constructor(tokens: readonly string[], scope: Scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  isDone(): boolean {
    return this.at === this.tokens.length;
  }

  either(): Value {
    let value = this.both();
    while (this.takes('||')) {
      const other = this.both();
      value = isTrue(value) ? value : other;
    }
    return value;
  }

  private both(): Value {
    let value = this.equal();
    while (this.takes('&&')) {
      const other = this.equal();
      value = isTrue(value) ? other : value;
    }
    return value;
  }

  private equal(): Value {
    const value = this.not();
    if (this.takes('==')) return isEqual(value, this.not());
    if (this.takes('!=')) return !isEqual(value, this.not());
    return value;
  }

  private not(): Value {
    return this.takes('!') ? !isTrue(this.not()) : this.reached(this.first());
  }

  private first(): Value {
    const token = this.next();
    if (token === '(') return this.closed(this.either());
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    return this.takes('(') ? this.called(token) : (this.scope.contexts[token] ?? null);
  }

  private reached(start: Value): Value {
    let value = start;
    for (;;) {
      const token = this.tokens[this.at] ?? '';
      if (this.takes('.*')) value = value !== null && typeof value === 'object' ? Object.values(value) : [];
      else if (token.startsWith('.')) value = this.field(value, this.next().slice(1));
      else if (this.takes('[')) {
        value = fieldOf(value, asText(this.either()));
        this.expect(']');
      } else return value;
    }
  }

  /** After `.*` a field is that of each. */
  private field(value: Value, name: string): Value {
    const isMany = this.tokens[this.at - 2] === '.*' && Array.isArray(value);
    return isMany ? (value as readonly Value[]).map((one) => fieldOf(one, name)) : fieldOf(value, name);
  }

  private called(name: string): Value {
    const given: Value[] = [];
    while (!this.takes(')')) {
      given.push(this.either());
      this.takes(',');
    }
    const own = this.scope.functions?.[name];
    if (own !== undefined) return own();
    const [one = null, other = null] = given;
    switch (name) {
      case 'fromJSON':
        return JSON.parse(asText(one)) as Value;
      case 'contains':
        return Array.isArray(one) ? one.includes(other) : asText(one).includes(asText(other));
      case 'startsWith':
        return asText(one).startsWith(asText(other));
      case 'join':
        return Array.isArray(one) ? one.map(asText).join(asText(other)) : asText(one);
      default:
        throw new Error(`No function that ours call: ${name}`);
    }
  }

  private closed(value: Value): Value {
    this.expect(')');
    return value;
  }

  private expect(token: string): void {
    if (!this.takes(token)) throw new Error(`${token} is missing in ${this.tokens.join(' ')}`);
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Error(`Something is missing in ${this.tokens.join(' ')}`);
    this.at += 1;
    return token;
  }
}

const fieldOf = (value: Value, name: string): Value =>
  value !== null && typeof value === 'object' ? ((value as Readonly<Record<string, Value>>)[name] ?? null) : null;

/** Of different types, both count as numbers; what is not there and what is empty are zero. */
function isEqual(one: Value, other: Value): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase();
  if (one === null && other === null) return true;
  return typeof one === typeof other ? one === other : numberOf(one) === numberOf(other);
}

const numberOf = (value: Value): number =>
  value === null ? 0 : typeof value === 'object' ? Number.NaN : Number(value);
