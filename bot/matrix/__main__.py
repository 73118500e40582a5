"""`python -m bot.matrix`: run the bridge in its own environment; `prioig matrix` starts it."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Sequence

from bot.matrix import session
from bot.matrix.answering import Answering
from bot.matrix.backoff import Backoff
from bot.matrix.bridge import Bridge
from bot.matrix.config import Config, ConfigError, default_file, load, reason
from bot.matrix.door import Door
from bot.matrix.homeserver import OUTAGE, Homeserver, SessionLost
from bot.matrix.lease import Taken, lease
from bot.matrix.pseudonyms import Pseudonyms, private_key
from bot.matrix.state import State
from bot.matrix.trust import Trust

logger = logging.getLogger("bot.matrix")
MISCONFIGURED = 2
READY = "PrioIg répond sur Matrix : {}"
GRACE = 5.0  # seconds left to the answers under way when the bridge stops


def _quiet_logs() -> None:
    """Our own lines only: the libraries' name rooms and people."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("nio", "peewee", "aiohttp", "asyncio", "aiohttp_socks"):
        library = logging.getLogger(name)
        library.propagate = False
        library.addHandler(logging.NullHandler())


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prioig matrix")
    parser.add_argument("--config", type=Path, default=default_file())
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--trust-again")
    return parser.parse_args(arguments)


async def _connect(config: Config) -> Homeserver:
    """A signed-in homeserver, as soon as there is one. Raises `ConfigError`."""
    pseudonyms = Pseudonyms(private_key(config.store / "names.key"))
    trust = Trust(config.devices == "members", State(config.store / "bridge.sqlite"), pseudonyms)
    client = session.client(config, private_key(config.store / "crypto.key").hex())
    backoff = Backoff()
    while True:
        try:
            await session.sign_in(client, config)
            return Homeserver(client, trust)
        except OUTAGE as error:
            if backoff.tries == 0:
                logger.warning("the homeserver does not answer (%s); trying again", type(error).__name__)
            await asyncio.sleep(backoff.next())
        except BaseException:
            await client.close()
            raise


async def _answer(config: Config) -> None:
    """Answer until cancelled. Raises `ConfigError` or `SessionLost`."""
    homeserver = await _connect(config)
    door = Door.open(config.door)
    state = homeserver.trust.state
    answering = Answering(homeserver, door, state, homeserver.trust.pseudonyms)
    bridge = Bridge(config, homeserver, answering, lambda: print(READY.format(config.homeserver), flush=True))
    try:
        if not await door.is_open():
            logger.warning("the bot does not answer at %s yet", config.door)
        await bridge.run()
    finally:
        await bridge.drain(GRACE)
        await homeserver.client.close()
        await door.close()
        state.close()


async def _check(config: Config) -> int:
    """Sign in, look at the door, say what was found."""
    homeserver = await _connect(config)
    door = Door.open(config.door)
    opened = await door.is_open()
    print(f"Compte {homeserver.client.user_id} : connexion réussie.")
    print(f"PrioIg ({config.door}) : {'prêt' if opened else 'ne répond pas ; lancez « prioig serve »'}.")
    await homeserver.client.close()
    await door.close()
    return 0 if opened else 1


async def _until_stopped(config: Config) -> int:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(_answer(config))
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, task.cancel)
    while True:
        try:
            await task
        except asyncio.CancelledError:
            return 0
        except SessionLost:
            logger.warning("the homeserver ended the session; opening another one")
            session.forget(config)
            task = asyncio.ensure_future(_answer(config))
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, task.cancel)


def _trust_again(config: Config, person: str) -> int:
    pseudonyms, state = Pseudonyms(private_key(config.store / "names.key")), State(config.store / "bridge.sqlite")
    known = state.forget(pseudonyms.of(person))
    print("Ses appareils seront repris au prochain échange." if known else "Cette personne n'est pas connue.")
    return 0 if known else 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and return the exit status: 0 stopped, 1 cannot run, 2 misconfigured."""
    _quiet_logs()
    os.umask(0o077)
    options = _options(sys.argv[1:] if arguments is None else arguments)
    try:
        config = load(options.config)
        config.store.mkdir(parents=True, exist_ok=True, mode=0o700)
        if options.trust_again:
            return _trust_again(config, options.trust_again)
        with lease(config.store):
            return asyncio.run(_check(config) if options.check else _until_stopped(config))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except Taken:
        print("Un autre pont Matrix répond déjà avec ce dossier : un seul suffit.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Le dossier du pont ne peut pas être utilisé : {reason(error)}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
