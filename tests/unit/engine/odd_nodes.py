"""Node types that behave as badly as a type can."""

import asyncio
from typing import ClassVar

from flowengine.errors import AdapterError
from flowengine.exits import Exit
from flowengine.node import Node
from flowengine.words import Words

SECRET_TEXT = "13912345678"


class Odd(Node, family="logic"):
    exits = (Exit("done"),)
    labels: ClassVar = {}
    needs_caller = False


class Broken(Odd):
    async def execute(self, session):
        raise ValueError(f"cannot read {SECRET_TEXT}")


class Refused(Odd):
    async def execute(self, session):
        raise AdapterError("no_line", Words("All lines are busy.", "线路忙。"))


class Lost(Odd):
    async def execute(self, session):
        return "an exit that nobody declared"


class Stuck(Odd):
    async def execute(self, session):
        await asyncio.get_running_loop().create_future()
        return "done"


class Caller(Odd):
    """Would play to nobody after the hang-up."""

    needs_caller = True

    async def execute(self, session):
        await session.read_key(1)
        return "done"


TYPES = {}
for odd in (Broken, Refused, Lost, Stuck, Caller):
    odd.type = odd.__name__.lower()
    TYPES[odd.type] = odd
