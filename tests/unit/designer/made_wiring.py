"""The wiring of commands over a workspace whose voice hums."""

from designer.opening import Choices
from designer.wiring import Wiring
from tests.api.made_workspace import Hum


class HummingWiring(Wiring):
    """A wiring whose voice hums."""

    def __init__(self, root):
        self.root = root

    def choices(self):
        return Choices(self.root, speech=Hum())
