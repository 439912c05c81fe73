"""A chat as it is commonly written: FastAPI, JWT, SQLAlchemy on SQLite, `send_json` to each reader."""

import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Dict

import jwt
import uvicorn
from fastapi import FastAPI, Query, WebSocket, WebSocketDisconnect
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

SECRET_KEY = "a-secret-of-this-run-only-and-long-enough"
ALGORITHM = "HS256"
PORT, DATABASE = int(sys.argv[1]), sys.argv[2]

engine = create_engine(f"sqlite:///{DATABASE}", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(bind=engine)
Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    username = Column(String, unique=True)


class MessageModel(Base):
    __tablename__ = "messages"
    id = Column(Integer, primary_key=True)
    channel_id = Column(Integer, index=True)
    user_id = Column(Integer)
    content = Column(String)


Base.metadata.create_all(engine)
app = FastAPI()
connections: Dict[int, Dict[str, WebSocket]] = {}


def create_access_token(data: dict):
    to_encode = data.copy()
    expire = datetime.now(UTC) + timedelta(minutes=30)
    to_encode.update({"exp": expire, "jti": str(uuid.uuid4())})
    return jwt.encode(to_encode, SECRET_KEY, algorithm=ALGORITHM)


def get_current_user_ws(token: str, db):
    payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
    return db.query(User).filter(User.id == int(payload.get("sub"))).first()


async def broadcast_message(channel_id: int, message: MessageModel, user: User):
    message_data = {
        "id": str(119943830812740000 + message.id), "channelId": str(channel_id), "seq": message.id,
        "author": {
            "id": str(119943830812700000 + user.id), "username": user.username, "displayName": user.username,
            "avatarUrl": None, "bot": False, "createdAt": "2026-11-28T10:00:00.000Z",
        },
        "content": message.content, "replyTo": None, "attachments": [], "embeds": [],
        "reactions": [], "mentions": {"userIds": [], "roleIds": [], "everyone": False},
        "pinned": False, "createdAt": datetime.now(UTC).isoformat(), "editedAt": None,
    }
    for connection in list(connections.get(channel_id, {}).values()):
        await connection.send_json({
            "type": "NEW_MESSAGE",
            "stream": str(channel_id),
            "seq": message.id,
            "channelId": str(channel_id),
            "message": message_data,
        })


@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket, token: str = Query(...)):
    # Closed at once: a session that has read something keeps one of the pool's few connections.
    with SessionLocal() as db:
        user = get_current_user_ws(token, db)
    if user is None:
        await websocket.close(code=1008)
        return
    await websocket.accept()
    connection_id, joined = str(uuid.uuid4()), set()
    try:
        while True:
            data = await websocket.receive_json()
            if data["type"] == "join_channel":
                channel_id = int(data["channelId"])
                connections.setdefault(channel_id, {})[connection_id] = websocket
                joined.add(channel_id)
                await websocket.send_text('{"type":"CHANNEL_JOINED","channelId":"1"}')
            elif data["type"] == "send_message":
                channel_id = int(data["channelId"])
                with SessionLocal() as db:
                    message = MessageModel(channel_id=channel_id, user_id=user.id, content=data["content"])
                    db.add(message)
                    db.commit()
                    db.refresh(message)
                await broadcast_message(channel_id, message, user)
    except WebSocketDisconnect:
        pass
    finally:
        for channel_id in joined:
            connections[channel_id].pop(connection_id, None)


if __name__ == "__main__":
    with SessionLocal() as session:
        first = session.query(User).filter(User.username == "bench0").first()
        if first is None:
            first = User(username="bench0")
            session.add(first)
            session.commit()
        print("token: " + create_access_token({"sub": str(first.id)}), flush=True)
    uvicorn.run(
        app, host="127.0.0.1", port=PORT, loop="uvloop", ws="websockets", log_level="warning",
        ws_ping_interval=None, ws_per_message_deflate=False,
    )
