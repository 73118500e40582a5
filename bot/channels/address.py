"""Where the server listens."""

from __future__ import annotations

import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A host and a port; port 0 takes a free one."""

    host: str
    port: int

    def bind(self) -> socket.socket:
        """A socket that holds the port and does not listen yet: a caller is refused until we are ready.

        Raises `OSError` when the address is taken or is not this machine's.
        """
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((self.host.strip("[]"), self.port))
        return held
