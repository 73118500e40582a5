"""Which devices may read the answers in an encrypted room, and be read.

`members`: all devices of the room's members, as the homeserver lists them. `first_use`: those that a person had at the
first exchange; one that appears later is kept out until an administrator says otherwise (docs/matrix.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.matrix.pseudonyms import Pseudonyms
from bot.matrix.state import State


@dataclass(frozen=True)
class Trust:
    """The policy. `everybody`: the policy `members`."""

    everybody: bool
    state: State
    pseudonyms: Pseudonyms

    def apply(self, client: Any, room: Any) -> None:
        """Decide on each device of the members of `room` that was not decided on yet."""
        if self.everybody:
            return
        for user in room.users:
            self._decide(client, user)

    def _decide(self, client: Any, user: str) -> None:
        person = self.pseudonyms.of(user)
        first = not self.state.is_known(person)
        devices = list(client.device_store.active_user_devices(user))
        for device in devices:
            if first:
                client.unblacklist_device(device)
                client.verify_device(device)
            elif not device.verified:
                client.blacklist_device(device)
        if first and devices:
            self.state.know(person)

    def reads(self, event: Any) -> bool:
        """Whether a decrypted event comes from a device that may talk."""
        return self.everybody or bool(event.verified) or not self.state.is_known(self.pseudonyms.of(event.sender))
