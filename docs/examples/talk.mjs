// Two accounts talk over the socket, with nothing but what docs/protocol.md says and what Node has built in.
//
//   node docs/examples/talk.mjs http://localhost:8080 <setupToken>      (Node 20: add --experimental-websocket)
//
// The instance must be new: this makes its owner. It ends with "ok", or with an error that says what was missing.

const [base, setupToken] = process.argv.slice(2)
const password = 'heliotrope-umbrella-41'

async function call(method, path, { token, body } = {}) {
  const headers = { 'content-type': 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
  const answer = response.status === 204 ? null : await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.code}: ${answer.detail}`)
  return answer
}

// A socket whose frames are asked for by type; what came before the one asked for is dropped.
async function open(token) {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/ws?token=${token}`)
  const frames = []
  let wake = () => {}
  socket.onmessage = ({ data }) => (frames.push(JSON.parse(data)), wake())
  socket.onclose = ({ code }) => (frames.push({ type: 'closed', code }), wake())
  const next = async (type) => {
    for (;;) {
      const frame = frames.shift()
      if (frame?.type === type) return frame
      if (frame?.type === 'closed') throw new Error(`closed with ${frame.code} before ${type}`)
      if (!frame) await new Promise((resolve) => (wake = resolve))
    }
  }
  await next('READY')
  return { next, send: (frame) => socket.send(JSON.stringify(frame)), close: () => socket.close() }
}

const register = (username, extra) => call('POST', '/register', { body: { username, password, ...extra } })
const ada = await register('ada', { setupToken })
const { spaces } = await call('GET', '/api/v1/sync', { token: ada.access_token })
const general = spaces[0].channels.find((channel) => channel.name === 'general').id
const invite = await call('POST', `/api/v1/spaces/${spaces[0].space.id}/invites`, { token: ada.access_token, body: {} })
await register('bo', { invite: invite.code })
const bo = await call('POST', '/login', { body: { username: 'bo', password } })

const [hers, his] = [await open(ada.access_token), await open(bo.access_token)]
for (const socket of [hers, his]) {
  socket.send({ type: 'join_channel', channelId: general })
  await socket.next('CHANNEL_JOINED')
}
hers.send({ type: 'send_message', channelId: general, content: 'Is anybody there?', nonce: 'hello-1' })
const ack = await hers.next('ACK')
const { message } = await his.next('NEW_MESSAGE')
if (message.id !== ack.messageId || message.content !== 'Is anybody there?') throw new Error('another message came')
his.send({ type: 'add_reaction', channelId: general, messageId: message.id, emoji: '👋' })
const { payload } = await hers.next('REACTION_ADDED')
if (payload.emoji !== '👋' || payload.messageId !== message.id) throw new Error('another reaction came')
hers.close()
his.close()
console.info('ok')
