/** A past to look at: messages written over HTTP, faster than anybody types. */
import type { Sync, Token } from '../../frontend/src/protocol';
import { PASSWORD } from './person';
import type { Server } from './server';

/** Writes these as somebody who has an account, each after the one before. */
export async function write(server: Server, username: string, texts: string[]): Promise<void> {
  const call = async <Answer>(
    path: string,
    token: string | null,
    body?: object,
  ): Promise<Answer> => {
    const response = await fetch(`${server.address}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        'Content-Type': 'application/json',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const login = { username, password: PASSWORD };
  const { access_token: token } = await call<Token>('/auth/login', null, login);
  const world = await call<Sync>('/sync', token);
  const general = world.spaces[0]?.channels.find(({ kind }) => kind === 'text');
  if (!general) throw new Error('there is no text channel');
  for (const content of texts) await call(`/channels/${general.id}/messages`, token, { content });
}
