"""The program. It listens to Ctrl-C before the rest is loaded, which takes a tenth of a second."""

import sys

from qualcode.cli import interrupt
from qualcode.errors import Stopped

interrupt.listen()


def main() -> None:
    try:
        interrupt.begin()
        from qualcode.cli.main import main as run

        run()
    except Stopped:  # while loading
        sys.exit(interrupt.answer())


if __name__ == "__main__":
    main()
