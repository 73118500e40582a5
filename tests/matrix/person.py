"""A person with a Matrix client: run in the bridge's environment, commanded by JSON lines.

`person.py HOMESERVER USER PASSWORD STORE` writes one line for each message heard, and one for each command done.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import nio

NEVER = {"Room": None}


def write(**line: Any) -> None:
    """One line for the test."""
    print(json.dumps(line), flush=True)


class Person:
    """Hears everything, says what it is told to say."""

    def __init__(self, homeserver: str, user: str, store: str) -> None:
        config = nio.AsyncClientConfig(encryption_enabled=True, max_timeouts=None, backoff_factor=0.05)
        self.client = nio.AsyncClient(homeserver, user, store_path=store, config=config)
        self.client.add_event_callback(self.hears, nio.Event)
        self.client.add_ephemeral_callback(self.sees_typing, nio.TypingNoticeEvent)

    async def hears(self, room: nio.MatrixRoom, event: nio.Event) -> None:
        """Report an event of a room."""
        encrypted = bool(getattr(event, "decrypted", False))
        write(
            heard=event.source.get("type"),
            room=room.room_id,
            sender=event.sender,
            event=event.event_id,
            content=event.source.get("content"),
            state_key=event.source.get("state_key"),
            encrypted=encrypted,
        )

    async def sees_typing(self, room: nio.MatrixRoom, event: nio.TypingNoticeEvent) -> None:
        """Report who types."""
        write(heard="m.typing", room=room.room_id, sender=None, content={"users": event.users})

    async def do(self, name: str, **given: Any) -> Any:
        """Do one command."""
        return await getattr(self, f"do_{name}")(**given)

    async def do_room(self, invite: list[str], encrypted: bool, direct: bool) -> Any:
        """Make a room."""
        state = [nio.EnableEncryptionBuilder().as_dict()] if encrypted else []
        made = await self.client.room_create(invite=invite, is_direct=direct, initial_state=state)
        return made.room_id

    async def do_send(self, room: str, content: dict[str, Any]) -> Any:
        """Say something."""
        sent = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        return sent.event_id

    async def do_join(self, room: str) -> Any:
        """Accept an invitation."""
        return (await self.client.join(room)).room_id

    async def do_invite(self, room: str, user: str) -> Any:
        """Invite somebody."""
        return str(await self.client.room_invite(room, user))

    async def do_devices(self, user: str) -> Any:
        """The devices of somebody for which the next messages are encrypted."""
        return [device.id for device in self.client.device_store.active_user_devices(user)]

    async def do_forget_key(self, room: str) -> Any:
        """Encrypt the next messages of a room under a key that nobody is given."""
        self.client.olm.create_outbound_group_session(room)
        self.client.olm.outbound_group_sessions[room].shared = True
        return True


async def main(homeserver: str, user: str, password: str, store: str) -> None:
    """Sign in, then listen and obey until the input ends."""
    person = Person(homeserver, user, store)
    await person.client.login(password)
    await person.client.sync(timeout=0, full_state=True)
    listening = asyncio.create_task(person.client.sync_forever(timeout=10_000, full_state=True))
    write(ready=person.client.user_id)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        try:
            write(done=await person.do(**command))
        except Exception as error:  # reported to the test, which fails
            write(failed=repr(error))
    listening.cancel()
    await person.client.close()


asyncio.run(main(*sys.argv[1:]))
