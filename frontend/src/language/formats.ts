/** Numbers, dates and lists as the spoken language writes them. Formatters are dear: each is made once a language. */
import { locale } from '.';

const made = new Map<string, unknown>();

function of<Formatter>(make: (tag: string) => Formatter, key: string): Formatter {
  const tag = locale();
  const name = `${tag} ${key}`;
  const kept = made.get(name) as Formatter | undefined;
  if (kept) return kept;
  const formatter = make(tag);
  made.set(name, formatter);
  return formatter;
}

/** 1,234 */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const formatter = of((tag) => new Intl.NumberFormat(tag, options), `n${JSON.stringify(options)}`);
  return formatter.format(value);
}

/** 5 minutes */
export function span(
  count: number,
  unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'year',
): string {
  return number(count, { style: 'unit', unit, unitDisplay: 'long' });
}

/** A moment, or a part of it. */
export function date(at: Date | number, options: Intl.DateTimeFormatOptions): string {
  const formatter = of(
    (tag) => new Intl.DateTimeFormat(tag, options),
    `d${JSON.stringify(options)}`,
  );
  return formatter.format(at);
}

/** So many days from now: Yesterday, Today. */
export function dayFromNow(days: number): string {
  const text = of((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }), 'r').format(
    days,
    'day',
  );
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Ada, Bo and Cleo. */
export function list(names: readonly string[]): string {
  return of((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }), 'l').format(names);
}

/** What comes first of two names. */
export function compare(a: string, b: string): number {
  return of((tag) => new Intl.Collator(tag, { sensitivity: 'base' }), 'c').compare(a, b);
}
