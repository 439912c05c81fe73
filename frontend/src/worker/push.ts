/** What calls somebody while no window tells them: shown as a card, as `services/desktop` shows it. */
import type { Pushing, Scope } from './scope';

/** What the server says, as far as it is shown here; docs/protocol.md has all of it. */
interface Call {
  kind: string;
  channelId: string;
  messageId: string;
  author: string;
  channel: string | null;
  excerpt: string | null;
  count: number;
}

/** A card as the system takes it. */
interface Card {
  title: string;
  /** `renotify` is not in the DOM's types: not every browser has it. */
  options: NotificationOptions & {
    tag: string;
    data: { path: string };
    renotify: boolean;
  };
}

const ICON = '/icon-192.png';

/** How cards say it, as `services/push` left it here: in the language that is spoken. */
export interface Words {
  title: string;
  message: string;
  messages: string;
  file: string;
  more: string;
  unknown: string;
}

const WORDS = { cache: 'parlor-words', path: '/push-words' };

/** For a worker that nobody taught. */
const ENGLISH: Words = {
  title: '{author} in #{channel}',
  message: 'A new message',
  messages: '{count} new messages',
  file: 'A file',
  more: 'and {count} more',
  unknown: 'There is something new.',
};

async function taught(caches: CacheStorage): Promise<Words> {
  try {
    const cache = await caches.open(WORDS.cache);
    const words = (await (await cache.match(WORDS.path))?.json()) as Partial<Words> | undefined;
    return { ...ENGLISH, ...words };
  } catch {
    return ENGLISH;
  }
}

function filled(text: string, parts: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(parts[name] ?? ''));
}

/** Hidden until somebody asks for it, here too; the end may be cut off. */
const SPOILER = /\|\|[^]*?(?:\|\||$)/g;

/** Tells of it, unless a window that is looked at does, or the card stands there already. */
export async function pushed(
  { data }: Pick<Pushing, 'data'>,
  { caches, clients, registration }: Pick<Scope, 'caches' | 'clients' | 'registration'>,
): Promise<void> {
  const { title, options } = cardOf(read(data), await taught(caches));
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ focused }) => focused)) return;
  const shown = await registration.getNotifications({ tag: options.tag });
  if (shown.some((card) => pathIn(card) === options.data.path)) return;
  await registration.showNotification(title, options);
}

function pathIn({ data }: Notification): unknown {
  return (data as { path?: unknown } | null)?.path;
}

/** `null` for what this version does not understand. */
function read(data: Pushing['data']): Call | null {
  try {
    const said: unknown = data?.json();
    return isCall(said) ? said : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function isCall(said: unknown): said is Call {
  if (typeof said !== 'object' || said === null) return false;
  const { channelId, messageId, author, channel, excerpt, count } = said as Partial<Call>;
  const id = /^\d{1,20}$/;
  return (
    typeof channelId === 'string' &&
    id.test(channelId) &&
    typeof messageId === 'string' &&
    id.test(messageId) &&
    typeof author === 'string' &&
    isText(channel) &&
    isText(excerpt) &&
    typeof count === 'number'
  );
}

/** A browser insists that something is shown, also of what nobody understands. */
export function cardOf(call: Call | null, words: Words = ENGLISH): Card {
  if (!call) {
    return { title: 'Parlor', options: optionsOf('push', words.unknown, '/') };
  }
  const { kind, channelId, messageId, author, channel } = call;
  const path = `/channels/${channelId}/messages/${messageId}`;
  return {
    title: kind === 'dm' || channel === null ? author : filled(words.title, { author, channel }),
    options: optionsOf(`channel-${channelId}`, bodyOf(call, words), path),
  };
}

/** It takes the place of the one with the same tag, and is heard all the same. */
function optionsOf(tag: string, body: string, path: string): Card['options'] {
  return { tag, body, icon: ICON, data: { path }, renotify: true };
}

function bodyOf({ excerpt, count }: Call, { message, messages, file, more }: Words): string {
  if (excerpt === null) return count > 1 ? filled(messages, { count }) : message;
  const text = excerpt.replaceAll(SPOILER, '▒▒▒').trim() || file;
  return count > 1 ? `${text}\n${filled(more, { count: count - 1 })}` : text;
}
