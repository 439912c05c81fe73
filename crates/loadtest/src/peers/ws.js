// A chat of one channel on `ws`: what is sent is numbered, written once and sent to all.
// No authentication, no storage.
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 1024 });
const readers = new Set();
const author = {
  id: '119943830812700000', username: 'bench0', displayName: 'bench0', avatarUrl: null, bot: false,
  createdAt: '2026-11-28T10:00:00.000Z',
};
let seq = 0;

function newMessage({ channelId, content }) {
  seq += 1;
  return JSON.stringify({
    type: 'NEW_MESSAGE', stream: '119943830812721152', seq, channelId,
    message: {
      id: String(119943830812740000n + BigInt(seq)), channelId, seq, author, content, replyTo: null,
      attachments: [], embeds: [], reactions: [],
      mentions: { userIds: [], roleIds: [], everyone: false },
      pinned: false, createdAt: new Date().toISOString(), editedAt: null,
    },
  });
}

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const command = JSON.parse(data);
    if (command.type === 'join_channel') {
      readers.add(socket);
      socket.send(JSON.stringify({ type: 'CHANNEL_JOINED', channelId: command.channelId, seq }));
    } else if (command.type === 'send_message') {
      const text = newMessage(command);
      for (const reader of readers) reader.send(text);
    }
  });
  socket.on('close', () => readers.delete(socket));
  socket.on('error', () => readers.delete(socket));
});
