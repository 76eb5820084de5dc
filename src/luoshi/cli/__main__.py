"""Run the command as ``python -m luoshi.cli``."""

import sys

from luoshi.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
