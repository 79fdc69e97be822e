"""The command line: ``monoglot`` and ``python -m monoglot``, the same program as the Rust binary."""

import signal
import sys

from ._monoglot import main as run


def main():
    # Python turns an interrupt into an exception that nobody would see while Rust is at work.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run(["monoglot", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
